import type { Session } from "@sess/core";

declare global {
  namespace Express {
    interface Request {
      /**
       * The session, where the middleware has run. Its data is typed by augmenting `SessionData` of `@sess/core`, or by
       * `getSession<Data>(request)`.
       */
      session: Session;
    }
  }
}

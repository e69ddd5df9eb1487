import type { Session } from "@sess/core";

declare module "koa" {
  interface DefaultContext {
    /**
     * The session, where the middleware has run. Its data is typed by augmenting `SessionData` of `@sess/core`, or by
     * `getSession<Data>(context)`.
     */
    session: Session;
  }
}

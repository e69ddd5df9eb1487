export { type OpenedSession, openSession } from "./open-session.ts";
export {
  type FetchHandler,
  type FetchSessionsInput,
  getSession,
  type SessionHandler,
  withSession,
} from "./with-session.ts";

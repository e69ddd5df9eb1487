export { session } from "./middleware.ts";
export { getSession, type SessionEnv } from "./session-env.ts";

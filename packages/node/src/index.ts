export { getSession } from "./get-session.ts";
export type { HeadHook } from "./head-hook.ts";
export { holdHead } from "./hold-head.ts";
export { type Middleware, type Next, session, sessionMiddleware } from "./middleware.ts";
export { type Mount, type MountedSession, mountSession } from "./mount-session.ts";
export { isSecure, type NodeRequest } from "./request.ts";
export type { NodeResponse } from "./response.ts";

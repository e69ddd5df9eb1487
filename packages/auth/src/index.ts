export type { AnySession } from "./any-session.ts";
export type { AuthOptions } from "./auth-options.ts";
export { type Auth, createAuth } from "./create-auth.ts";
export type { FreshOptions, GuardOptions } from "./guard.ts";
export { localPath } from "./local-path.ts";

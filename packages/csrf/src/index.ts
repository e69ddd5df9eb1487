export { CsrfError, type CsrfReason } from "./csrf-error.ts";
export { type CsrfGuard, createGuard } from "./guard.ts";
export type { CsrfOptions, CsrfSession, CsrfSessions } from "./options.ts";
export type { RequestFacts } from "./request-facts.ts";

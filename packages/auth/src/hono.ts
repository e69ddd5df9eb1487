export { requireFresh, requireUser, type UserHandler } from "./hono-guards.ts";

export { requireFresh, requireUser } from "./hono-guards.ts";

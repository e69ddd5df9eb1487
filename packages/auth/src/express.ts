export { requireFresh, requireUser, type UserHandler } from "./express-guards.ts";

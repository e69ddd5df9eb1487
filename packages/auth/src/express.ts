export { requireFresh, requireUser } from "./express-guards.ts";

export { requireFresh, requireUser } from "./koa-guards.ts";

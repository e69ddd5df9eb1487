export { createCsrf, type KoaCsrf } from "./koa-csrf.ts";

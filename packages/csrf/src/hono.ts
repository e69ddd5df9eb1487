export { createCsrf, type HonoCsrf } from "./hono-csrf.ts";

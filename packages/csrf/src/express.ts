export { createCsrf, type ExpressCsrf } from "./express-csrf.ts";

// Koa 2 has the same types, as far as the tests go.
declare module "koa2" {
  export { default } from "koa";
}

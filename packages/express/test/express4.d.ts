// Express 4 has the same types, as far as the tests go.
declare module "express4" {
  export { default } from "express";
}

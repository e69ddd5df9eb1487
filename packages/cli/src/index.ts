export { defineConfig, type SessConfig } from "./define-config.ts";

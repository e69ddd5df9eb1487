import { join } from "node:path";
import { defineConfig } from "tsup";

// Each package names its entries on the command line and takes everything else from here.
export default defineConfig({
  format: "esm",
  dts: true,
  clean: true,
  sourcemap: true,
  tsconfig: join(import.meta.dirname, "tsconfig.json"),
  // An import condition that the package that imports @sess/core decides, not this build.
  external: ["#platform"],
  // Deno and workers know Node's modules by their full names only, and `node:sqlite` has no other.
  removeNodeProtocol: false,
});

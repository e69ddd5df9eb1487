// Bundles an app as wrangler does and serves it with workerd.
import { resolve } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const { outputFiles } = await build({
  entryPoints: [resolve(process.argv[2])],
  bundle: true,
  format: "esm",
  conditions: ["workerd", "worker", "browser"],
  write: false,
});
const worker = new Miniflare({
  modules: true,
  script: outputFiles[0].text,
  compatibilityDate: "2026-01-01",
  port: 0,
});
const { port } = await worker.ready;
console.log(`listening on ${port}`);
process.on("SIGTERM", () => worker.dispose().then(() => process.exit()));

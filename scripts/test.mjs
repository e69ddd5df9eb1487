// `npm test`: the tests of every package, on a machine that has Node and npm and nothing else.
// With CI set, coverage is measured in the same run and a skipped test is a failure.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { env, install, node, root } from "./install.mjs";

install();
const everything = process.env.CI ? ["--coverage"] : [];
console.log(
  everything.length > 0
    ? "Testing every package, with coverage; a skipped test is a failure ..."
    : "Testing every package ...",
);
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const projects = ["unit", "types", "servers"].flatMap((name) => ["--project", name]);
// The same sources are compiled in hundreds of processes. With coverage, V8 must see each of them anew.
const cache = process.env.CI
  ? {}
  : { NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "sess-tests") };
const { status } = spawnSync(node, [vitest, "run", ...projects, ...everything, ...process.argv.slice(2)], {
  cwd: root,
  env: { ...env, ...cache },
  stdio: "inherit",
});
process.exitCode = status ?? 1;

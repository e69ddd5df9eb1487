// `npm start`: the demo site, on a machine that has Node and npm and nothing else.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { env, install, node, root } from "./install.mjs";

install();
console.log(
  "Starting the demo site (the packages run from their TypeScript sources, so there is no build to wait for) ...",
);
const demo = join("examples", "demo", "src", "main.ts");
const child = spawn(node, [demo, ...process.argv.slice(2)], { cwd: root, env, stdio: "inherit" });

// This process outlives the site, so that the site can close its database. Ctrl-C in a terminal reaches both by itself.
process.on("SIGTERM", () => child.kill("SIGTERM"));
process.on("SIGINT", () => {
  if (!process.stdin.isTTY) child.kill("SIGINT");
});
// A shell between npm and this process passes no signal on, and dies of it alone: the site must not live on unseen.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) child.kill("SIGTERM");
}, 500).unref();
child.on("error", (error) => {
  console.error(`The demo site could not be started: ${error.message}`);
  process.exitCode = 1;
});
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" || signal === "SIGTERM" ? 0 : 1);
});

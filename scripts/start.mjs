// `npm start`: the demo site, on a machine that has Node and npm and nothing else.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { env, install, node, root } from "./install.mjs";

install();

let child;
let asked = false;

/** Ends what runs now, and starts nothing more. */
function stop(signal) {
  asked = true;
  child?.kill(signal);
}

// This process outlives the site, so that the site can close its database. Ctrl-C in a terminal reaches both by itself.
process.on("SIGTERM", () => stop("SIGTERM"));
process.on("SIGINT", () => {
  if (process.stdin.isTTY) asked = true;
  else stop("SIGINT");
});
// A shell between npm and this process passes no signal on, and dies of it alone: nothing must live on unseen.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) stop("SIGTERM");
}, 500).unref();

/** Runs a program of Node's until it ends; resolves with its exit code. */
function run(what, args, variables = {}) {
  return new Promise((resolve) => {
    child = spawn(node, args, { cwd: root, env: { ...env, ...variables }, stdio: "inherit" });
    child.on("error", (error) => {
      console.error(`${what} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on("exit", (code, signal) => {
      resolve(code ?? (signal === "SIGINT" || signal === "SIGTERM" ? 0 : 1));
    });
  });
}

/** Builds what the demo site imports, and takes from turbo's cache what has not changed since it was built. */
function build() {
  const turbo = join(root, "node_modules", "turbo", "bin", "turbo");
  const args = ["run", "build", "--filter", "@sess-examples/demo^...", "--output-logs", "errors-only"];
  // Nothing is asked of the network: no news of turbo, no statistics.
  const offline = { TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1" };
  return run("The build", [turbo, ...args, "--ui", "stream"], offline);
}

/** Serves the demo site on what the build has made, as its users would. */
function serve() {
  const builtPackages = pathToFileURL(join(root, "scripts", "built-packages.ts")).href;
  const main = join(root, "examples", "demo", "src", "main.ts");
  return run("The demo site", ["--import", builtPackages, main, ...process.argv.slice(2)]);
}

console.log("Building the packages that the demo site needs (only those that have changed since) ...");
const failed = await build();
if (failed && !asked) {
  console.error("The build failed, so there is nothing to serve. What is wrong with it stands above.");
}
if (!failed && !asked) console.log("Starting the demo site ...");
process.exitCode = failed || (asked ? 0 : await serve());

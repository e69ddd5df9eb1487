import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";

const root = join(import.meta.dirname, "..");
// Nothing listens there: what is installed already must be enough.
const offline = { npm_config_registry: "http://127.0.0.1:9" };

/** Runs `npm start` and collects what it prints. */
function npmStart(port: string, ...args: string[]): { child: ChildProcess; output: () => string } {
  const data = mkdtempSync(join(tmpdir(), "demo-"));
  const child = spawn("npm", ["start", "--", "--data", data, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...offline, PORT: port },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, "exit");
    }
    rmSync(data, { recursive: true });
  });
  return { child, output: () => output };
}

const address = /http:\/\/localhost:(\d+)/;

it("npm start says what it does, serves the site without the registry, and stops with npm", async () => {
  const { child, output } = npmStart("0");
  await expect.poll(output, { timeout: 30_000 }).toMatch(address);
  expect(output()).toContain("Starting the demo site");
  const [url] = address.exec(output()) ?? [];
  const response = await fetch(`${url}/`);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("<html");
  child.kill();
  await once(child, "exit");
  const isGone = () =>
    fetch(`${url}/`).then(
      () => false,
      () => true,
    );
  await expect.poll(isGone, { timeout: 10_000 }).toBe(true);
}, 60_000);

it("npm start passes its arguments on, and says clearly that a port is taken", async () => {
  const first = npmStart("0", "--framework", "hono");
  await expect.poll(first.output, { timeout: 30_000 }).toMatch(address);
  expect(first.output()).toContain("hono");
  const [, port = ""] = address.exec(first.output()) ?? [];
  const second = npmStart(port);
  const [code] = await once(second.child, "exit");
  expect(code).toBe(1);
  expect(second.output()).toContain(`Port ${port} is taken`);
  expect(second.output()).not.toMatch(/\n\s+at /);
}, 60_000);

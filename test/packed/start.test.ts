import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { npmStart } from "../npm-start.ts";

const root = join(import.meta.dirname, "../..");
const address = /http:\/\/localhost:(\d+)/;

/** Runs `npm start` here, with a folder of its own for what the site keeps. */
function startHere(port: string, ...args: string[]) {
  const data = mkdtempSync(join(tmpdir(), "demo-"));
  onTestFinished(() => rmSync(data, { recursive: true }));
  return npmStart(root, port, "--data", data, ...args);
}

it("npm start serves the demo site on the built packages without the registry, and stops with npm", async () => {
  const { output, stop } = startHere("0");
  await expect.poll(output, { timeout: 60_000 }).toMatch(address);
  // Built already: npm start finds what `pnpm build` has made.
  expect(output()).toContain("FULL TURBO");
  const [url] = address.exec(output()) ?? [];
  const response = await fetch(`${url}/`);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("<html");
  await stop();
  await expect(fetch(`${url}/`)).rejects.toThrow("fetch failed");
});

it("npm start passes its arguments on, and says clearly that a port is taken", async () => {
  const first = startHere("0", "--framework", "hono");
  await expect.poll(first.output, { timeout: 60_000 }).toMatch(address);
  expect(first.output()).toContain("hono");
  const [, port = ""] = address.exec(first.output()) ?? [];
  const second = startHere(port);
  await expect.poll(() => second.child.exitCode, { timeout: 60_000 }).toBe(1);
  expect(second.output()).toContain(`Port ${port} is taken`);
  expect(second.output()).not.toMatch(/\n\s+at /);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { npmStart } from "./npm-start.ts";
import { smallWorkspace } from "./small-workspace.ts";

// On a small workspace, so that it takes seconds and finds nothing that somebody built before. The tests in packed/ start
// the real site.
const soon = { timeout: 30_000 };

it("npm start builds, serves what it has built, and says both", async () => {
  const { folder } = smallWorkspace();
  const { output } = npmStart(folder, 8080, "--framework", "koa");
  await expect.poll(output, soon).toContain("Serving the build, first");
  expect(output()).toContain("with PORT=8080 and --framework,koa.");
  expect(output()).toMatch(/Building the packages.*Starting the demo site.*Serving/s);
  expect(output()).not.toContain("Installing");
}, 60_000);

it("npm start builds again what has changed, and nothing else", async () => {
  const { folder, writeCore, builds } = smallWorkspace();
  for (const [version, count] of [
    ["first", 1],
    ["first", 1],
    ["second", 2],
  ] as const) {
    writeCore(version);
    const { output, stop } = npmStart(folder, 8080);
    await expect.poll(output, soon).toContain(`Serving the build, ${version}`);
    await stop();
    expect(builds()).toBe(count);
  }
}, 90_000);

it("npm start serves nothing when the build fails, and says so", async () => {
  const { folder, writeBuild } = smallWorkspace();
  writeBuild(`throw new Error("the core has a mistake");`);
  const { child, output } = npmStart(folder, 8080);
  await expect.poll(() => child.exitCode, soon).not.toBe(null);
  expect(child.exitCode).not.toBe(0);
  expect(output()).toContain("the core has a mistake");
  expect(output()).toContain("The build failed, so there is nothing to serve.");
  expect(output()).not.toContain("Starting the demo site");
}, 60_000);

it("npm start ends with npm, and lets the site end first", async () => {
  const { folder } = smallWorkspace();
  const { output, stop } = npmStart(folder, 8080);
  await expect.poll(output, soon).toContain("Serving the build");
  await stop();
  expect(output()).toContain("The store is closed.");
}, 60_000);

it("npm start takes the build with it when it ends, and serves nothing", async () => {
  const { folder, writeBuild } = smallWorkspace();
  writeBuild(`import { writeFileSync } from "node:fs";
    writeFileSync("../../building", String(process.pid));
    setInterval(() => {}, 1_000);`);
  const { output, stop } = npmStart(folder, 8080);
  const builder = () => Number(readFileSync(join(folder, "building"), "utf8"));
  await expect.poll(builder, soon).toBeGreaterThan(0);
  await stop();
  expect(() => process.kill(builder(), 0)).toThrow("ESRCH");
  expect(output()).not.toContain("The build failed");
  expect(output()).not.toContain("Starting the demo site");
}, 60_000);

import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installedProject, removeProject } from "./project.ts";
import { type StartedServer, startServer } from "./start-server.ts";
import { visitor } from "./visitor.ts";

const runtimes = join(import.meta.dirname, "runtimes/node_modules");
const node = (major: number): string => join(runtimes, `node-${major}/bin/node`);
const node24 = process.execPath;
const bun = join(runtimes, ".bin/bun");
const deno = join(runtimes, ".bin/deno");
const denoRun = ["run", "--allow-all", "--node-modules-dir=manual"];
const workerd = join(import.meta.dirname, "runtimes/workerd.mjs");

/** What runs which app: a title, what the runtime calls itself, a command and its arguments. */
const programs: readonly (readonly [title: string, agent: string, command: string, ...args: string[]])[] = [
  ["Express on Node 20.19", "Node.js/20.19", node(20), "express.mjs"],
  ["Koa on Node 20.19", "Node.js/20.19", node(20), "koa.mjs"],
  ["Hono on Node 20.19", "Node.js/20.19", node(20), "hono.mjs"],
  ["node:http on Node 20.19", "Node.js/20.19", node(20), "http.mjs"],
  ["Express on Node 22.13", "Node.js/22", node(22), "express.mjs"],
  ["SQLite on Node 22.13", "Node.js/22", node(22), "sqlite.mjs"],
  ["Express on Node 24", "Node.js/24", node24, "express.mjs"],
  ["Koa on Node 24", "Node.js/24", node24, "koa.mjs"],
  ["Hono on Node 24", "Node.js/24", node24, "hono.mjs"],
  ["SQLite on Node 24", "Node.js/24", node24, "sqlite.mjs"],
  ["Express on Node 26", "Node.js/26", node(26), "express.mjs"],
  ["Koa on Node 26", "Node.js/26", node(26), "koa.mjs"],
  ["Hono on Node 26", "Node.js/26", node(26), "hono.mjs"],
  ["SQLite on Node 26", "Node.js/26", node(26), "sqlite.mjs"],
  ["fetch on Bun", "Bun/", bun, "bun.mjs"],
  ["Hono on Bun", "Bun/", bun, "hono.mjs"],
  ["Express on Bun", "Bun/", bun, "express.mjs"],
  ["Koa on Bun", "Bun/", bun, "koa.mjs"],
  ["node:http on Bun", "Bun/", bun, "http.mjs"],
  ["SQLite on Bun", "Bun/", bun, "sqlite.mjs"],
  ["fetch on Deno", "Deno/", deno, ...denoRun, "deno.mjs"],
  ["Express on Deno", "Deno/", deno, ...denoRun, "express.mjs"],
  ["Koa on Deno", "Deno/", deno, ...denoRun, "koa.mjs"],
  ["node:http on Deno", "Deno/", deno, ...denoRun, "http.mjs"],
  ["SQLite on Deno", "Deno/", deno, ...denoRun, "sqlite.mjs"],
  ["fetch on workerd", "Cloudflare-Workers", node24, workerd, "fetch.mjs"],
];

let project: string;

beforeAll(async () => {
  const ours = ["core", "node", "fetch", "express", "koa", "hono", "sql", "store-sqlite"].map(
    (name) => `@sess/${name}`,
  );
  project = await installedProject([...ours, "express", "koa", "hono", "@hono/node-server"], {
    type: "module",
  });
  cpSync(join(import.meta.dirname, "apps"), project, { recursive: true });
});

afterAll(() => removeProject(project));

describe.each(programs)("%s, from the tarballs", (_title, agent, command, ...args) => {
  let server: StartedServer;

  beforeAll(async () => {
    server = await startServer(command, args, project);
  });

  afterAll(() => server?.stop());

  it("runs where its title says", async () => {
    expect(await visitor(server.origin).get("/runtime")).toContain(agent);
  });

  it("counts the visits of each visitor by a cookie", async () => {
    const [first, second] = [visitor(server.origin), visitor(server.origin)];
    expect([await first.get("/"), await first.get("/"), await second.get("/")]).toEqual(["1", "2", "1"]);
    expect(first.cookie).not.toBe(second.cookie);
  });

  it("loses no update of parallel requests", async () => {
    const someone = visitor(server.origin);
    await someone.get("/");
    await Promise.all(Array.from({ length: 20 }, () => someone.get("/")));
    expect(await someone.get("/")).toBe("22");
  });

  it("gives a login a new secret, and the old one opens nothing", async () => {
    const someone = visitor(server.origin);
    await someone.get("/");
    const planted = visitor(server.origin, someone.cookie);
    await someone.get("/login");
    expect([await someone.get("/owner"), await planted.get("/owner")]).toEqual(["alice", "nobody"]);
    expect(await someone.get("/")).toBe("2");
  });

  it("ends a session for good", async () => {
    const someone = visitor(server.origin);
    await someone.get("/login");
    const copy = visitor(server.origin, someone.cookie);
    await someone.get("/logout");
    expect(someone.cookie).toBe("");
    expect(await copy.get("/owner")).toBe("nobody");
  });

  it("takes no cookie that it did not issue", async () => {
    const someone = visitor(server.origin);
    await someone.get("/login");
    const last = someone.cookie.at(-1) === "A" ? "B" : "A";
    expect(await visitor(server.origin, `${someone.cookie.slice(0, -1)}${last}`).get("/owner")).toBe(
      "nobody",
    );
  });

  it("knows its own errors", async () => {
    expect(await visitor(server.origin).get("/error")).toBe("true");
  });
});

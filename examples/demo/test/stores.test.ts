import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { schemes } from "../src/stores/schemes.ts";
import { runMain, startSite } from "./running-site.ts";
import { type Expected, tour } from "./tour.ts";
import { createVisitor } from "./visitor.ts";

const folder = mkdtempSync(join(tmpdir(), "sess-stores-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const data = (name: string) => ["--data", at(`data-${name}`)];

const onServer = { owners: true, endsCopies: true, durable: true };

describe("the site on a store that needs no server", { timeout: 60_000 }, () => {
  const stores: Readonly<Record<string, Expected>> = {
    [`sqlite:${at("demo.sqlite")}`]: { ...onServer, name: "SQLite, in the file demo.sqlite" },
    [`file:${at("sessions")}`]: { ...onServer, name: "files, in the folder sessions" },
    [`cached:memory:+file:${at("behind")}`]: {
      ...onServer,
      name: "files, in the folder behind, behind memory, until the server stops",
    },
    "memory:": { ...onServer, name: "memory, until the server stops", durable: false },
    "keyv:": { ...onServer, name: "Keyv, until the server stops", owners: false, durable: false },
    "cookie:": {
      name: "your browser, encrypted in the cookie",
      owners: false,
      endsCopies: false,
      durable: true,
    },
  };
  it.each(Object.entries(stores))("keeps a cart and a login with %s", async (url, expected) => {
    const name = /^[a-z]+/.exec(url)?.[0] ?? "";
    await tour(["--store", url, ...data(name)], expected);
  });

  it("says on the pages what a cookie cannot do", async () => {
    const site = await startSite(["--store", "cookie:", ...data("said")]);
    const visitor = createVisitor(site.url);
    expect((await visitor.visit("/parallel")).html).toContain("changes can get lost");
    expect((await visitor.visit("/visits")).shown("visits")).toBe("1");
    const session = await visitor.visit("/session");
    expect(session.html).toContain("Nothing is kept on the server");
    expect(session.html).not.toContain("Renew the secret");
    expect((await visitor.visit("/session/end", {})).html).toContain("a copy of that cookie would work on");
    await site.stop();
  });
});

describe("a store that cannot be used", { timeout: 60_000 }, () => {
  it.each([
    ["redis://localhost:1", "The store redis://localhost:1 cannot be used: "],
    [
      "postgres://me:password@127.0.0.1:1/demo",
      "The store postgres://me:…@127.0.0.1:1/demo cannot be used: ",
    ],
    ["mysql://me:password@127.0.0.1:1/demo", "The store mysql://me:…@127.0.0.1:1/demo cannot be used: "],
    ["memcached://127.0.0.1:1", "The store memcached://127.0.0.1:1 cannot be used: "],
    ["cached:memory:+redis://localhost:1", "The store redis://localhost:1 cannot be used: "],
    ["file:", "--store file: takes a folder"],
    ["cached:memory:", "--store cached: takes two URLs with a plus between them"],
    ["cached:memory:+sqlite:a+sqlite:b", "--store cached: takes two URLs"],
    ["cached:memory:+cookie:", "--store cached: takes two stores on the server, and this is none"],
    ["cached:keyv:+memory:", '"fast" must be a store whose'],
    ["oracle://me:password@host/demo", 'It is "oracle://me:…@host/demo"'],
  ])("%s is refused with words, without a stack and without the password", async (url, message) => {
    const { code, output } = await runMain(["--store", url, ...data("refused")]);
    expect(code).toBe(1);
    expect(output).toContain(message);
    expect(output).not.toMatch(/^ +at /m);
    expect(output).not.toContain("password@");
  });

  it("is known by its scheme to --help", async () => {
    const { output } = await runMain(["--help"]);
    for (const name of Object.keys(schemes)) {
      expect(output, name).toMatch(name === "postgresql" ? /postgres:/ : new RegExp(`\\b${name}:`));
    }
  });
});

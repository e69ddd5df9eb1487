import { rmSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "@sess/cli";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Project, project, secret, sqliteConfig } from "./command.ts";

let site: Project;
beforeEach(() => {
  site = project();
});
afterEach(() => site.remove());

describe("the configuration", () => {
  it("is found in sess.config.js", async () => {
    rmSync(join(site.folder, "sess.config.mjs"));
    site.file("package.json", '{ "type": "module" }');
    site.file("sess.config.js", sqliteConfig());
    expect((await site.sess("migrate")).code).toBe(0);
  });

  it("is found in sess.config.ts, with all that TypeScript has, before any other", async () => {
    site.file("sess.config.mjs", "nonsense");
    site.file("database-file.ts", 'export enum Database { file = "sessions.sqlite" }');
    site.file(
      "sess.config.ts",
      `import { Database } from "./database-file.ts";${sqliteConfig().replace('"sessions.sqlite"', "Database.file as string")}`,
    );
    expect(await site.sess("migrate")).toMatchObject({
      code: 0,
      out: "Applied 1: create the table.\n",
      err: "",
    });
  });

  it("may be wrapped in defineConfig, for its types", async () => {
    expect(defineConfig(site.options)).toBe(site.options);
    site.file(
      "sess.config.mjs",
      `import { defineConfig } from "@sess/cli";
      export default defineConfig({ secret: "${secret}" });`,
    );
    expect((await site.sess("doctor")).err).toBe("");
  });

  it("is found by --config, and may be a function", async () => {
    rmSync(join(site.folder, "sess.config.mjs"));
    site.file(
      "other.mjs",
      `${sqliteConfig()
        .replace("export default {", "export default async () => ({")
        .replace(/};\s*$/, "});")}`,
    );
    expect(await site.sess("migrate", "--config", "other.mjs")).toMatchObject({ code: 0, err: "" });
    expect(await site.sess("migrate", "-c", "none.mjs")).toMatchObject({
      code: 2,
      err: expect.stringContaining("There is no"),
    });
    expect(await site.sess("migrate")).toMatchObject({
      code: 2,
      err: expect.stringContaining("name it by --config"),
    });
  });

  it("finds its environment in --env", async () => {
    site.file(
      "sess.config.mjs",
      sqliteConfig().replace(JSON.stringify(secret), "process.env.SESSION_SECRET"),
    );
    site.file(".env", `SESSION_SECRET=${secret}\n`);
    expect(await site.sess("doctor")).toMatchObject({ code: 1, out: expect.stringContaining('"secret"') });
    site.store.migrate();
    expect(await site.sess("doctor", "--env", ".env")).toMatchObject({ code: 0 });
    expect(await site.sess("doctor", "--env", "no.env")).toMatchObject({
      code: 2,
      err: expect.stringContaining("no.env"),
    });
  });

  it.each([
    ["export const options = 1;", "has no default export"],
    ["export default 1;", "must export the options"],
    ["export default () => 1;", "must export the options"],
    ["export default () => { throw new Error('no database'); };", "no database"],
    ["import 'not-there';\nexport default {};", "could not be loaded"],
    ["export default {", "could not be loaded"],
    [`export default { secret: "${secret}" };`, "names no `store`"],
    [
      `export default { secret: "${secret}", store: { seal() {}, open() {}, abilities: {} } };`,
      "keeps sessions in cookies",
    ],
  ])("is refused where it is %s", async (text, message) => {
    site.file("sess.config.mjs", text);
    const { code, err, out } = await site.sess("list", "--owner", "ada");
    expect([code, out, err]).toEqual([2, "", expect.stringContaining(message)]);
    const json = await site.sess("list", "--owner", "ada", "--json");
    expect([json.code, json.json().error.message]).toEqual([2, expect.stringContaining(message)]);
  });

  it("is refused where an option is wrong", async () => {
    site.file("sess.config.mjs", sqliteConfig("idle: -1,"));
    site.store.migrate();
    expect(await site.sess("list", "-o", "ada")).toMatchObject({
      code: 2,
      err: expect.stringContaining('"idle"'),
    });
  });
});

describe("the command line", () => {
  it("makes secrets, each of its own", async () => {
    const [one, two] = [await site.sess("secret"), await site.sess("secret", "--json")];
    expect(one.out).toMatch(/^[\w-]{43}\n$/);
    expect(two.json().secret).toMatch(/^[\w-]{43}$/);
    expect(two.json().secret).not.toBe(one.out.trim());
  });

  it("explains itself", async () => {
    const help = await site.sess("--help");
    expect(help.code).toBe(0);
    for (const name of ["sweep", "migrate", "list", "revoke", "inspect", "secret", "doctor"])
      expect(help.out).toContain(name);
    expect((await site.sess("sweep", "--help")).out).toContain("--max-time");
  });

  it.each([[["wash"]], [["sweep", "--fast"]], [["secret", "more"]], [[]]])("refuses %j", async (words) => {
    const { code, out, err } = await site.sess(...words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).not.toBe("");
  });
});

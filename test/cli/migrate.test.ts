import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Project, project, secret } from "./command.ts";

let site: Project;
beforeEach(() => {
  site = project();
});
afterEach(() => site.remove());

describe("sess migrate", () => {
  it("makes the table, and does nothing the next time", async () => {
    expect(await site.sess("migrate")).toMatchObject({
      code: 0,
      out: "Applied 1: create the table.\n",
      err: "",
    });
    expect(await site.sess("migrate")).toMatchObject({ code: 0, out: "The table is up to date.\n" });
    expect((await site.sess("migrate", "--json")).json()).toEqual({ applied: [] });
    expect((await site.login("ada")).id).toMatch(/^[\w-]{22}$/);
  });

  it("prints the SQL, which does the same when it is applied by hand", async () => {
    const { code, out } = await site.sess("migrate", "--print");
    expect(code).toBe(0);
    const database = new DatabaseSync(join(site.folder, "sessions.sqlite"));
    database.exec(out);
    database.close();
    expect((await site.sess("migrate")).out).toBe("The table is up to date.\n");
  });

  it("finds the store inside another one by the export `migrate`", async () => {
    const wrapped = (more: string) => `
      import { DatabaseSync } from "node:sqlite";
      import { prefixStore } from "@sess/core";
      import { sqliteStore } from "@sess/store-sqlite";
      ${more} const migrate = sqliteStore({ client: () => new DatabaseSync("sessions.sqlite") });
      export default () => Promise.resolve({ secret: "${secret}", store: prefixStore(migrate, "shop") });`;
    site.file("sess.config.mjs", wrapped(""));
    const refused = await site.sess("migrate");
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringContaining("export the store inside as `migrate`"),
    ]);
    site.file("sess.config.mjs", wrapped("export"));
    expect((await site.sess("migrate")).out).toBe("Applied 1: create the table.\n");
  });
});

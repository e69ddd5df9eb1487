import { join } from "node:path";
import { createSessions } from "@sess/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Project, project, secret, sqliteConfig } from "./command.ts";

let site: Project;
beforeEach(() => {
  site = project(sqliteConfig("encrypt: { acceptPlain: true },"));
  site.store.migrate();
});
afterEach(() => site.remove());

const data = { cart: ["apple"], card: "4111 1111 1111 1111" };

describe("sess inspect", () => {
  it("shows a session by its ID, and of its data only the names", async () => {
    const { id } = await site.login("ada", data);
    const before = site.store.read(id, Date.now());
    const { code, out } = await site.sess("inspect", id);
    expect(code).toBe(0);
    expect(out).toContain(id);
    expect(out).toMatch(/owner +ada/);
    expect(out).toMatch(/cart +array of 1/);
    expect(out).toMatch(/card +text of 19 characters/);
    expect(out).not.toContain("4111");
    const json = (await site.sess("inspect", id, "--json")).json();
    expect(json).toMatchObject({ id, owner: "ada", epoch: 0, encrypted: false, keys: ["cart", "card"] });
    expect(JSON.stringify(json)).not.toContain("4111");
    expect(site.store.read(id, Date.now())).toEqual(before);
  });

  it("shows the values where they are asked for", async () => {
    const { id } = await site.login("ada", data);
    expect((await site.sess("inspect", id, "--values")).out).toContain("card  '4111 1111 1111 1111'");
    expect((await site.sess("inspect", id, "--values", "--json")).json().data).toEqual(data);
  });

  it("shows the session of a cookie, also from standard input, and prints no cookie", async () => {
    const { cookie, id } = await site.login("ada", data);
    const shown = await site.sess("inspect", "--cookie", `theme=dark; ${cookie}`, "--json");
    expect([shown.code, shown.json().id]).toEqual([0, id]);
    expect(shown.out).not.toContain(cookie.split(".")[1]);
    const piped = await site.sessWith({ input: `${cookie}\n` }, "inspect", "--cookie", "-", "--json");
    expect([piped.code, piped.json().id]).toEqual([0, id]);
  });

  it("shows a session that travels in its cookie", async () => {
    site.file(
      "sess.config.mjs",
      `
      const abilities = { atomicWrite: false, owners: false, durable: true, shared: true };
      const store = {
        abilities,
        maxCookies: 1,
        open: (token) => JSON.parse(Buffer.from(token, "base64url")),
        seal: (key, record) => Buffer.from(JSON.stringify({ key, record })).toString("base64url"),
      };
      export default { secret: "${secret}", store };
      `,
    );
    const config = await import(join(site.folder, "sess.config.mjs"));
    const sessions = createSessions<Record<string, unknown>>(config.default);
    const session = await sessions.open({ cookies: undefined, secure: true, request: undefined });
    session.assign(data);
    const changes = await sessions.commit(session, { status: 200 });
    const cookie = changes?.setCookie[0]?.split(";")[0] ?? "";
    const { code, out } = await site.sess("inspect", "--cookie", cookie);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/cart +array of 1\n +card +text of 19 characters/),
    ]);
    expect((await site.sess("inspect", "A".repeat(22))).err).toContain("keeps sessions in cookies");
  });

  it("says why a cookie leads to nothing", async () => {
    const { cookie, id } = await site.login("ada");
    const problem = async (header: string) => {
      const { code, err } = await site.sess("inspect", "--cookie", header);
      expect(code).toBe(4);
      return err;
    };
    expect(await problem("theme=dark")).toContain("no cookie in it that this configuration knows");
    expect(await problem(`${cookie.slice(0, -4)}AAAA`)).toContain(
      "not signed with any of the configured secrets",
    );
    site.store.remove(id);
    expect(await problem(cookie)).toContain(`the record of session ${id} is missing`);
  });

  it("says so where there is no such session, or none that can be decoded", async () => {
    const { id } = await site.login("ada", data);
    expect(await site.sess("inspect", "A".repeat(22))).toMatchObject({
      code: 4,
      err: expect.stringContaining("no live session"),
    });
    site.file("sess.config.mjs", sqliteConfig("encrypt: true,"));
    const { code, json } = await site.sess("inspect", id, "--json");
    expect([code, json().error.message]).toEqual([4, expect.stringContaining("cannot be decoded")]);
  });

  it("takes an ID or a cookie, and not the one for the other", async () => {
    const { cookie, id } = await site.login("ada");
    expect((await site.sess("inspect")).code).toBe(2);
    expect((await site.sess("inspect", id, "--cookie", cookie)).code).toBe(2);
    expect((await site.sess("inspect", cookie)).code).toBe(2);
    expect((await site.sess("inspect", "--cookie", id)).code).toBe(2);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Project, project } from "./command.ts";

let site: Project;
beforeEach(() => {
  site = project();
  site.store.migrate();
});
afterEach(() => site.remove());

describe("sess list", () => {
  it("lists the sessions of an owner", async () => {
    const [one, two] = [await site.login("ada"), await site.login("ada")];
    await site.login("bob");
    const { code, out } = await site.sess("list", "--owner", "ada");
    expect(code).toBe(0);
    const lines = out.trim().split("\n");
    expect(lines[0]).toMatch(/^ID +created +last seen +expires/);
    expect(
      lines
        .slice(1)
        .map((line) => line.split(" ")[0])
        .sort(),
    ).toEqual([one.id, two.id].sort());
    const listed = (await site.sess("list", "--owner", "ada", "--json")).json();
    expect(listed).toHaveLength(2);
    expect(listed[0]).toEqual({
      id: expect.any(String),
      createdAt: expect.any(Number),
      lastSeenAt: expect.any(Number),
      expiresAt: expect.any(Number),
    });
  });

  it("says so where there are none", async () => {
    expect(await site.sess("list", "-o", "eve")).toMatchObject({
      code: 0,
      out: "eve has no live sessions.\n",
    });
  });

  it("needs an owner, and a store that knows owners", async () => {
    expect(await site.sess("list")).toMatchObject({ code: 2, err: expect.stringContaining("--owner") });
    site.file(
      "sess.config.mjs",
      `export default { secret: "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1eU",
        store: { abilities: {}, read() {}, write: () => true, remove() {} } };`,
    );
    const { code, json } = await site.sess("list", "-o", "ada", "--json");
    expect([code, json().error.code]).toEqual([1, "ERR_SESS_STORE_UNSUPPORTED"]);
  });
});

describe("sess revoke", () => {
  it("ends all sessions of an owner, and nobody else's", async () => {
    const [ada, bob] = [await site.login("ada"), await site.login("bob")];
    await site.login("ada");
    expect(await site.sess("revoke", "--owner", "ada")).toMatchObject({
      code: 0,
      out: "Ended 2 sessions of ada.\n",
    });
    expect(site.store.read(ada.id, Date.now())).toBeUndefined();
    expect(site.store.read(bob.id, Date.now())).toBeDefined();
  });

  it("spares one, or ends only one, and that only if it is theirs", async () => {
    const [one, two, bob] = [await site.login("ada"), await site.login("ada"), await site.login("bob")];
    const only = await site.sess("revoke", "--owner", "ada", "--only", bob.id, "--json");
    expect([only.code, only.json()]).toEqual([4, { owner: "ada", revoked: 0 }]);
    expect((await site.sess("revoke", "--owner", "ada", "--except", one.id)).out).toBe(
      "Ended 1 session of ada.\n",
    );
    expect(site.store.read(two.id, Date.now())).toBeUndefined();
    expect((await site.sess("revoke", "--owner", "ada", "--only", one.id)).code).toBe(0);
    expect(site.store.read(one.id, Date.now())).toBeUndefined();
  });

  it("refuses both at once", async () => {
    const { code, err } = await site.sess("revoke", "-o", "ada", "--only", "a", "--except", "b");
    expect([code, err]).toEqual([2, expect.stringContaining("cannot be used with")]);
  });
});

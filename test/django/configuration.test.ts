import { createSessions, memoryStore, type SessionStore } from "@sess/core";
import { expect, it } from "vitest";
import { begun } from "./begun.ts";
import { createBrowser } from "./browser.ts";
import { overEveryStore } from "./site.ts";

const secret = "Qm3vX8sK1pT6wZ0yRb5nHc9dGf2jLa7e";

overEveryStore((behaves) => {
  behaves(
    "django 51: data lands in the store that is configured, and in no other (by token in the cookie, for all that know the secret)",
    async (site) => {
      const { browser, byToken, place } = site;
      expect(await place.read(await begun(browser))).toBeDefined();
      const other = site.restarted({ store: await site.another() });
      const elsewhere = browser.copy(other.sessions);
      expect((await elsewhere.visit((session) => session.has("x"))).value).toBe(byToken);
    },
  );
});

it("django 47: what is no store is refused when the manager is made", () => {
  for (const store of ["default", {}, null, memoryStore]) {
    expect(() => createSessions({ secret, store: store as never })).toThrow(/"store" must /);
  }
});

it("django 50: without a store, sessions are kept in memory", async () => {
  const browser = createBrowser(createSessions({ secret }));
  await browser.visit((session) => session.set("x", 1));
  expect((await browser.visit((session) => session.get("x"))).value).toBe(1);
  const restarted = browser.copy(createSessions({ secret }));
  expect((await restarted.visit((session) => session.get("x"))).value).toBeUndefined();
});

it("django 71: a store without read, write or remove is refused, and the message names what is missing", () => {
  const { abilities, read, write, remove } = memoryStore();
  const whole = { abilities, read, write, remove };
  expect(() => createSessions({ secret, store: whole })).not.toThrow();
  for (const name of ["read", "write", "remove", "abilities"] as const) {
    const { [name]: _, ...rest } = whole;
    expect(() => createSessions({ secret, store: rest as SessionStore })).toThrow(`\`${name}\``);
  }
});

it("django 75: a sweep where nobody removes expired records fails with a clear error", async () => {
  const { abilities, read, write, remove } = memoryStore();
  const sessions = createSessions({
    secret,
    store: { abilities: { ...abilities, sweeps: false }, read, write, remove },
  });
  await expect(sessions.sweep()).rejects.toMatchObject({
    code: "ERR_SESS_STORE_UNSUPPORTED",
    message: expect.stringContaining("sweep: this store neither removes expired records"),
  });
  expect(() => sessions.startSweeping("10m")).toThrow(
    expect.objectContaining({ code: "ERR_SESS_STORE_UNSUPPORTED" }),
  );
});

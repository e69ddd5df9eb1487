import { expect } from "vitest";
import { begun } from "./begun.ts";
import { overEveryStore, type Site } from "./site.ts";

const cookie = "__Host-sid";

overEveryStore((behaves) => {
  behaves(
    "django 21: a short key of the client's is not adopted: saving draws another",
    async ({ browser }) => {
      browser.cookies.set(cookie, "1");
      const { value } = await browser.visit(async (session) => {
        session.set("x", 1);
        await session.save();
        return session.id;
      });
      expect(value).toMatch(/^[\w-]{22}$/);
      expect((await browser.visit((session) => session.toJSON())).value).toEqual({ x: 1 });
    },
  );

  behaves("django 22: an empty cookie leads to no session", (site) => refuses(site, ""));

  behaves("django 23: a cookie of seven characters leads to no session", (site) => refuses(site, "1234567"));

  behaves("django 24: nor does one of eight, or of any length, that we have not signed", async (site) => {
    await refuses(site, "12345678");
    const id = await begun(site.browser);
    const value = site.browser.cookies.get(cookie) ?? "";
    for (const forged of [
      id,
      `${value}x`,
      value.slice(0, -1),
      value.toUpperCase(),
      value.replace(".", ":"),
    ]) {
      await refuses(site, forged);
    }
  });

  behaves("django 25: the ID is read-only", async ({ browser }) => {
    const id = await begun(browser);
    await browser.visit((session) => {
      expect(() => Object.assign(session, { id: "chosen" })).toThrow(TypeError);
      expect(session.id).toBe(id);
    });
  });

  behaves("django 46: a cookie of 1,240 characters is refused without a question to the store", (site) =>
    refuses(site, "x".repeat(1240)),
  );

  behaves("django 49: so is one that is longer than a cookie can be", (site) =>
    refuses(site, "x".repeat(20_000)),
  );

  behaves("django 54: so is a backslash in a cookie", (site) => refuses(site, withPath("a\\b\\c")));

  behaves("django 55: so is a slash in a cookie", (site) => refuses(site, withPath("a/b/c")));
});

/** A cookie of the right shape but for a path in the place of the ID. */
function withPath(path: string): string {
  return `${path.padEnd(22, "a")}.${"b".repeat(32)}.0.${"c".repeat(43)}`;
}

/** The cookie gives a new and empty session, and costs no call of the store. */
async function refuses({ calls, stranger }: Site, value: string): Promise<void> {
  const visitor = stranger();
  visitor.cookies.set(cookie, value);
  calls();
  await visitor.visit((session) => {
    expect([session.id, session.toJSON(), session.isNew]).toEqual([undefined, {}, true]);
  });
  expect(calls()).toEqual([]);
}

import { expect } from "vitest";
import { begun } from "./begun.ts";
import { overEveryStore } from "./site.ts";

overEveryStore((behaves) => {
  behaves(
    "differs (merge): two requests at once that change different keys lose nothing (by token the last response wins)",
    async ({ browser, byToken }) => {
      await begun(browser);
      const [one, two] = [await browser.begin(), await browser.begin()];
      one.session.set("a", 1);
      two.session.set("b", 2);
      await Promise.all([one.end(), two.end()]);
      const kept = byToken ? { x: 1, b: 2 } : { x: 1, a: 1, b: 2 };
      expect((await browser.visit((session) => session.toJSON())).value).toEqual(kept);
    },
  );

  behaves(
    "differs (merge): an update of one key by two requests counts both (by token one)",
    async ({ browser, byToken }) => {
      await begun(browser);
      const [one, two] = [await browser.begin(), await browser.begin()];
      for (const { session } of [one, two]) session.update("x", (x) => Number(x) + 1);
      await Promise.all([one.end(), two.end()]);
      expect((await browser.visit((session) => session.get("x"))).value).toBe(byToken ? 2 : 3);
    },
  );

  behaves(
    "differs (merge): of two plain values for one key the last wins, and an event names the key (by token none does)",
    async (site) => {
      const { browser, byToken, told } = site;
      await begun(browser);
      const [one, two] = [await browser.begin(), await browser.begin()];
      one.session.set("x", "one");
      two.session.set("x", "two");
      await one.end();
      await two.end();
      expect((await browser.visit((session) => session.get("x"))).value).toBe("two");
      expect(told("conflict").map(({ keys }) => keys)).toEqual(byToken ? [] : [["x"]]);
    },
  );

  behaves(
    'differs (merge): with onConflict: "error" the later request fails with 409 (by token it wins, unnoticed)',
    async ({ browser, byToken }) => {
      await begun(browser);
      const [one, two] = [await browser.begin(), await browser.begin()];
      one.session.set("x", "one");
      two.session.set("x", "two");
      await one.end();
      if (byToken) await two.end();
      else await expect(two.end()).rejects.toMatchObject({ code: "ERR_SESS_CONFLICT", status: 409 });
      expect((await browser.visit((session) => session.get("x"))).value).toBe(byToken ? "two" : "one");
    },
    { onConflict: "error" },
  );

  behaves(
    "differs (5xx): with saveOnError a failing response is saved like any other",
    async ({ browser }) => {
      await browser.visit((session) => session.set("x", 1), { status: 500 });
      expect((await browser.visit((session) => session.get("x"))).value).toBe(1);
    },
    { saveOnError: true },
  );

  behaves("differs (5xx): what save() has finished is kept, whatever comes after it", async ({ browser }) => {
    await browser.visit(
      async (session) => {
        session.set("attempts", 1);
        await session.save();
        session.set("lost", true);
      },
      { status: 500 },
    );
    expect((await browser.visit((session) => session.toJSON())).value).toEqual({ attempts: 1 });
  });

  behaves(
    "differs (stream): what changes after the head is saved with the end of the response (by token refused)",
    async (site) => {
      const { browser, byToken } = site;
      await begun(browser);
      const streaming = await browser.begin();
      streaming.session.get("x");
      await streaming.end();
      streaming.session.set("x", "streamed");
      const ended = streaming.end({ headersSent: true });
      if (byToken) await expect(ended).rejects.toMatchObject({ code: "ERR_SESS_HEADERS_SENT" });
      else await ended;
      expect((await browser.visit((session) => session.get("x"))).value).toBe(byToken ? 1 : "streamed");
    },
  );

  behaves(
    "differs (stream): what would need a cookie then is refused, and nothing is saved",
    async (site) => {
      const streaming = await site.browser.begin();
      streaming.session.get("x");
      await streaming.end();
      streaming.session.set("x", "streamed");
      const late = { code: "ERR_SESS_HEADERS_SENT" };
      await expect(streaming.end({ headersSent: true })).rejects.toMatchObject(late);
      expect(site.told("created")).toEqual([]);
    },
  );

  behaves(
    "differs (detached): a websocket or a job saves by the headers of its request (by token it can only read)",
    async (site) => {
      const { browser, byToken, sessions } = site;
      await begun(browser);
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const session = await sessions.fromHeaders({ cookie });
      session.update("x", (x) => Number(x) + 1);
      const detached = { code: "ERR_SESS_DETACHED" };
      if (byToken) await expect(session.save()).rejects.toMatchObject(detached);
      else await session.save();
      expect(() => session.rotate()).toThrow(expect.objectContaining(detached));
      expect((await browser.visit((other) => other.get("x"))).value).toBe(byToken ? 1 : 2);
    },
  );

  behaves(
    "differs (forced): modified = true saves a session that is there, and creates none",
    async (site) => {
      const { browser, calls, told } = site;
      await browser.visit((session) => {
        session.modified = true;
      });
      expect([calls(), told("created")]).toEqual([[], []]);
      await begun(browser);
      calls();
      await browser.visit((session) => {
        session.modified = true;
      });
      expect(calls()).toEqual(["read", "write"]);
    },
  );

  behaves("differs (unchanged): setting what is there already writes nothing", async ({ browser, calls }) => {
    await begun(browser);
    calls();
    await browser.visit((session) => {
      session.set("x", 1);
      expect(session.modified).toBe(true);
    });
    expect(calls()).toEqual(["read"]);
  });

  behaves("differs (caches): what a cache may keep is said besides Vary", async ({ browser, stranger }) => {
    const began = await browser.visit((session) => session.set("x", 1));
    expect(began.changes).toMatchObject({ vary: true, cacheControl: "no-store" });
    for (const reader of [browser, stranger()]) {
      const { changes } = await reader.visit((session) => session.get("x"));
      expect(changes).toEqual({ setCookie: [], vary: true, cacheControl: "private" });
    }
    expect((await browser.visit(() => {})).changes).toBeUndefined();
  });

  behaves(
    "differs (caches): with cacheHeaders: false nothing is said",
    async ({ browser }) => {
      const began = await browser.visit((session) => session.set("x", 1));
      expect(began.changes).toMatchObject({ vary: false, cacheControl: undefined });
      expect((await browser.visit((session) => session.get("x"))).changes).toBeUndefined();
    },
    { cacheHeaders: false },
  );
});

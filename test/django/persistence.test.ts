import { expect } from "vitest";
import { begun } from "./begun.ts";
import { overEveryStore } from "./site.ts";
import { expectWorthless } from "./worthless.ts";

const gone = { code: "ERR_SESS_GONE" };

overEveryStore((behaves) => {
  behaves("django 15: after a save the record is in the store", async ({ browser, place }) => {
    const { value: id } = await browser.visit(async (session) => {
      session.set("x", 1);
      expect(session.id).toBeUndefined();
      await session.save();
      return session.id ?? "";
    });
    expect(await place.read(id)).toBeDefined();
  });

  behaves("django 16: after its removal the record is no longer there", async ({ browser, place }) => {
    const id = await begun(browser);
    await place.remove(id);
    expect(await place.read(id)).toBeUndefined();
    // Removing what is not there is no error.
    await place.remove(id);
    expect((await browser.visit((session) => [session.id, session.toJSON()])).value).toEqual([undefined, {}]);
  });

  behaves(
    "django 17: flush removes the record at once (by token with the response), and what is written then gets another ID",
    async (site) => {
      const { browser, byToken, place } = site;
      const id = await begun(browser);
      const before = browser.copy();
      await browser.visit(async (session) => {
        await session.flush();
        expect((await place.read(id)) !== undefined).toBe(byToken);
        expect(session.id).toBeUndefined();
        expect([session.accessed, session.modified, session.isEmpty]).toEqual([true, true, true]);
        session.set("y", 2);
        await session.save();
        expect(session.id).not.toBe(id);
      });
      expect(await place.read(id)).toBeUndefined();
      expect((await browser.visit((session) => session.toJSON())).value).toEqual({ y: 2 });
      await expectWorthless(site, before, { x: 1 });
    },
  );

  behaves(
    "django 18: rotate makes the old cookie worthless (by token at its deadline) and keeps the data, and the ID",
    async (site) => {
      const { browser } = site;
      const id = await begun(browser);
      const before = browser.copy();
      await browser.visit((session) => session.rotate());
      expect(browser.cookies).not.toEqual(before.cookies);
      expect((await browser.visit((session) => [session.id, session.toJSON()])).value).toEqual([
        id,
        { x: 1 },
      ]);
      await expectWorthless(site, before, { x: 1 });
    },
  );

  behaves("django 19: rotate keeps data that the request never looked at", async ({ browser }) => {
    await begun(browser);
    await browser.visit((session) => session.rotate());
    expect((await browser.visit((session) => session.toJSON())).value).toEqual({ x: 1 });
  });

  behaves(
    'django 19: with load: "lazy", rotate asks for load() first',
    async ({ browser }) => {
      await browser.visit(async (session) => (await session.load()).set("x", 1));
      await browser.visit(async (session) => {
        expect(() => session.rotate()).toThrow(expect.objectContaining({ code: "ERR_SESS_NOT_LOADED" }));
        await session.load();
        session.rotate();
      });
      expect((await browser.visit(async (session) => (await session.load()).toJSON())).value).toEqual({
        x: 1,
      });
    },
    { load: "lazy" },
  );

  behaves("django 20: saving leaves the data in the handler's hands", async ({ browser }) => {
    await browser.visit(async (session) => {
      session.set("cart", { apples: 1 });
      const cart = session.get("cart");
      await session.save();
      expect(session.get("cart")).toBe(cart);
      expect(session.toJSON()).toEqual({ cart: { apples: 1 } });
    });
  });

  behaves(
    "django 36: an unknown ID creates no record and is not adopted",
    async ({ browser, calls, place, store }) => {
      const id = await begun(browser);
      await place.remove(id);
      const visitor = browser.copy();
      calls();
      await visitor.visit((session) => {
        expect([session.get("x"), session.id, session.isNew]).toEqual([undefined, undefined, true]);
      });
      // What may be stale is asked again, past the cache, before a session is called missing.
      expect(calls()).toEqual(store.abilities.mayBeStale ? ["read", "read"] : ["read"]);
      expect(await place.read(id)).toBeUndefined();
      const { value } = await visitor.visit(async (session) => {
        session.set("y", 2);
        await session.save();
        return session.id;
      });
      expect(value).toMatch(/^[\w-]{22}$/);
      expect(value).not.toBe(id);
    },
  );

  behaves(
    "django 37: save() after the session has ended elsewhere rejects, and brings nothing back (by token nobody knows, and it saves)",
    async ({ browser, byToken, place }) => {
      const id = await begun(browser);
      const slow = await browser.begin();
      await browser.copy().visit((session) => session.flush());
      slow.session.set("x", 2);
      const again = [() => slow.session.save(), () => slow.session.reload()];
      if (byToken) for (const call of again) await call();
      else for (const call of again) await expect(call()).rejects.toMatchObject(gone);
      await slow.end();
      expect((await place.read(id)) !== undefined).toBe(byToken);
      expect((await browser.visit((session) => session.toJSON())).value).toEqual(byToken ? { x: 2 } : {});
    },
  );

  behaves(
    "django 37: by default the response goes out as it is, without the change and without a cookie (by token with both)",
    async ({ browser, byToken, told }) => {
      await begun(browser);
      const slow = await browser.begin();
      await browser.copy().visit((session) => session.flush());
      slow.session.set("x", 2);
      expect((await slow.end()).setCookie).toHaveLength(byToken ? 1 : 0);
      expect(told("gone").map((event) => event.reason)).toEqual(byToken ? [] : ["vanished"]);
      expect((await browser.visit((session) => session.toJSON())).value).toEqual(byToken ? { x: 2 } : {});
    },
  );

  behaves(
    'django 37: with onGone: "error" the request fails with 400, as Django\'s does (by token neither fails)',
    async ({ browser, byToken }) => {
      await begun(browser);
      const slow = await browser.begin();
      await browser.copy().visit((session) => session.flush());
      slow.session.set("x", 2);
      if (byToken) await slow.end();
      else await expect(slow.end()).rejects.toMatchObject({ ...gone, status: 400 });
      expect((await browser.visit((session) => session.toJSON())).value).toEqual(byToken ? { x: 2 } : {});
    },
    { onGone: "error" },
  );

  behaves(
    "django 40: what another request saves replaces the data, and reload() sees it (by token what came with the request)",
    async (site) => {
      const { browser, byToken } = site;
      await begun(browser);
      const slow = await browser.begin();
      expect(slow.session.toJSON()).toEqual({ x: 1 });
      await browser.visit((session) => {
        session.data = { y: 2 };
      });
      expect((await browser.visit((session) => session.toJSON())).value).toEqual({ y: 2 });
      slow.session.set("z", 3);
      await slow.session.reload();
      expect(slow.session.toJSON()).toEqual(byToken ? { x: 1 } : { y: 2 });
    },
  );

  behaves("django 52: a session is created by saving it, and saved again", async ({ browser, told }) => {
    await browser.visit(async (session) => {
      session.set("x", 1);
      await session.save();
      const { id } = session;
      session.set("x", 2);
      await session.save();
      expect(session.id).toBe(id);
    });
    expect([told("created").length, told("saved").length]).toEqual([1, 1]);
    expect((await browser.visit((session) => session.toJSON())).value).toEqual({ x: 2 });
  });
});

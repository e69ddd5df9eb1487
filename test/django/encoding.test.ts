import { expect } from "vitest";
import { begun } from "./begun.ts";
import type { Place } from "./place.ts";
import { overEveryStore } from "./site.ts";

const cookie = "__Host-sid";

overEveryStore((behaves) => {
  behaves("django 33: what is stored comes back as it was", async ({ browser }) => {
    const data = {
      text: "é😀 \\ \" ' $ . \u2028",
      numbers: [0, -1, 1.5, 2 ** 53],
      nested: { deep: [{ null: null, yes: true }] },
      ["__proto__"]: { polluted: true },
      "": "the empty key",
    };
    await browser.visit((session) => session.assign(data));
    const { value } = await browser.visit((session) => session.toJSON());
    expect(Object.entries(value)).toEqual(Object.entries(data));
  });

  behaves(
    "django 34: garbage in the cookie is an empty session, and one event tells of it",
    async ({ browser, calls, told }) => {
      for (const garbage of [btoa("flaskdj:alkdjf"), "bogus:cookie:value", "eDp5"]) {
        const before = told("tampered").length;
        browser.cookies.set(cookie, garbage);
        expect((await browser.visit((session) => session.toJSON())).value).toEqual({});
        expect(told("tampered").slice(before)).toEqual([{ reason: "forged" }]);
      }
      expect(calls()).toEqual([]);
    },
  );

  behaves(
    "django 34: garbage in the store is an empty session without an ID, and one event tells of it",
    async ({ browser, place, told }) => {
      const id = await begun(browser);
      await damage(place, id, () => btoa("flaskdj:alkdjf"));
      await browser.visit((session) => {
        expect([session.toJSON(), session.id]).toEqual([{}, undefined]);
      });
      expect(told("unknown")).toEqual([{ id, reason: "undecodable" }]);
    },
  );

  behaves(
    "django 35: a record of ours whose data cannot be decoded is an empty session, and is left as it is (by token until the next save)",
    async ({ browser, byToken, place, told }) => {
      const id = await begun(browser);
      await damage(place, id, (data) => data.slice(0, -1));
      const damaged = await place.read(id);
      await browser.visit(async (session) => {
        expect(session.toJSON()).toEqual({});
        session.set("y", 2);
        await session.save();
        expect(session.id).not.toBe(id);
        expect(await place.read(id)).toEqual(damaged);
      });
      expect(told("unknown")).toEqual([{ id, reason: "undecodable" }]);
      // A browser has one cookie of a name.
      expect(await place.read(id)).toEqual(byToken ? undefined : damaged);
      expect((await browser.visit((session) => session.toJSON())).value).toEqual({ y: 2 });
    },
  );

  behaves("django 39: a record holds the data as the codec wrote it", async ({ browser, place }) => {
    const id = await begun(browser);
    expect((await place.read(id))?.data).toMatch(/\n\{"x":1\}$/);
  });

  behaves(
    "django 39: with encrypt, a record holds nothing of the data that could be read",
    async ({ browser, place }) => {
      const { value: id } = await browser.visit(async (session) => {
        session.set("colour", "vermilion");
        await session.save();
        return session.id ?? "";
      });
      expect((await place.read(id))?.data).not.toMatch(/colour|vermilion/);
      expect((await browser.visit((session) => session.get("colour"))).value).toBe("vermilion");
    },
    { encrypt: true },
  );
});

/** Puts other text in the place of a record's. */
function damage(place: Place, id: string, change: (data: string) => string): Promise<void> {
  return place.change(id, (record) => ({ ...record, version: "damaged", data: change(record.data) }));
}

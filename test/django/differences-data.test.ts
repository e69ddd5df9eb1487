import { expect } from "vitest";
import { begun } from "./begun.ts";
import { overEveryStore } from "./site.ts";

overEveryStore((behaves) => {
  behaves(
    "differs (delete): deleting a missing key says false and marks nothing modified",
    async ({ browser }) => {
      await browser.visit((session) => {
        expect([session.delete("missing"), session.modified]).toEqual([false, false]);
      });
    },
  );

  behaves(
    "differs (nested): a change inside a value is found without modified = true",
    async ({ browser }) => {
      await browser.visit((session) => session.set("cart", ["apple"]));
      await browser.visit((session) => {
        (session.get("cart") as string[]).push("pear");
        expect(session.modified).toBe(false);
      });
      expect((await browser.visit((session) => session.get("cart"))).value).toEqual(["apple", "pear"]);
    },
  );

  behaves(
    "differs (values): what JSON cannot keep is refused at once, naming the key",
    async ({ browser }) => {
      await browser.visit((session) => {
        const wrong = [
          undefined,
          Number.NaN,
          Number.POSITIVE_INFINITY,
          1n,
          new Date(0),
          new Map(),
          new Set(),
          () => {},
        ];
        for (const value of wrong) {
          expect(() => session.set("when", value), String(value)).toThrow(/"when" cannot be kept by JSON/);
        }
        expect([session.size, session.modified]).toEqual([0, false]);
      });
    },
  );

  behaves("differs (keys): a key is text, and nothing is made into text silently", async ({ browser }) => {
    await browser.visit((session) => {
      for (const key of [0, null, true, 1.5]) {
        expect(() => session.set(key as never, 1), String(key)).toThrow(TypeError);
      }
    });
  });

  behaves(
    "differs (reserved): no key is reserved, and the library keeps none of its own",
    async ({ browser }) => {
      const names = { _auth_user_id: 1, _session_expiry: 2, _csrftoken: 3, __proto_: 4 };
      await browser.visit((session) => {
        session.assign(names);
        session.setExpiry(60);
        session.owner = "7";
        session.flash("note", "Saved.");
      });
      expect((await browser.visit((session) => session.toJSON())).value).toEqual(names);
    },
  );

  behaves(
    "differs (properties): an unknown property of the session throws and names set",
    async ({ browser }) => {
      await browser.visit((session) => {
        expect(() => Object.assign(session, { userId: 1 })).toThrow(/session\.set\("userId", value\)/);
      });
    },
  );

  behaves(
    "differs (update): update runs a function of the present value, and assign takes the object",
    async (site) => {
      await begun(site.browser);
      await site.browser.visit((session) => {
        session.update("x", (x) => Number(x) + 1);
        expect(session.get("x")).toBe(2);
        expect(() => session.update({ x: 3 } as never, undefined as never)).toThrow(/use assign/);
      });
      expect((await site.browser.visit((session) => session.get("x"))).value).toBe(2);
    },
  );

  behaves(
    "differs (flash): what is taken is gone with the response, and only that (by token also what came meanwhile)",
    async ({ browser, byToken }) => {
      await browser.visit((session) => {
        session.flash("note", "one");
        session.flash("note", "two");
        session.flash("other", "three");
      });
      const slow = await browser.begin();
      expect(slow.session.takeFlash("note")).toEqual(["one", "two"]);
      await browser.copy().visit((session) => session.flash("note", "four"));
      await slow.end();
      await browser.visit((session) => {
        expect([session.takeFlash("note"), session.takeFlash("other")]).toEqual([
          byToken ? [] : ["four"],
          ["three"],
        ]);
      });
      expect((await browser.visit((session) => session.takeFlash("note"))).value).toEqual([]);
    },
  );

  behaves("differs (flash): what was taken for a page that failed is still there", async ({ browser }) => {
    await browser.visit((session) => session.flash("note", "one"));
    await browser.visit((session) => session.takeFlash("note"), { status: 500 });
    expect((await browser.visit((session) => session.takeFlash("note"))).value).toEqual(["one"]);
  });
});

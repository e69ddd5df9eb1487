import { expect } from "vitest";
import { overEveryStore } from "./site.ts";

overEveryStore((behaves) => {
  behaves("django 1: a new session is neither accessed nor modified", async ({ browser }) => {
    await browser.visit((session) => {
      expect([session.accessed, session.modified]).toEqual([false, false]);
      // As in Django, asking about the session itself is no use of its data.
      expect([session.isEmpty, session.isNew, session.id]).toEqual([true, true, undefined]);
      expect(session.accessed).toBe(false);
    });
  });

  behaves("django 2: reading a missing key gives undefined, or the fallback", async ({ browser }) => {
    await browser.visit((session) => {
      expect(session.get("missing")).toBeUndefined();
      expect(session.get("missing", "fallback")).toBe("fallback");
      expect([session.accessed, session.modified]).toEqual([true, false]);
    });
  });

  behaves("django 3: a stored value can be popped back, and storing marks modified", async ({ browser }) => {
    await browser.visit((session) => {
      session.set("cat", "dog");
      expect([session.accessed, session.modified]).toEqual([true, true]);
      expect(session.pop("cat")).toBe("dog");
    });
  });

  behaves("django 4: popping a key returns it, marks modified, and removes it", async ({ browser }) => {
    await browser.visit((session) => session.assign({ some: "thing", other: 1 }));
    await browser.visit((session) => {
      expect(session.pop("some")).toBe("thing");
      expect([session.accessed, session.modified]).toEqual([true, true]);
      expect(session.has("some")).toBe(false);
    });
    expect((await browser.visit((session) => session.toJSON())).value).toEqual({ other: 1 });
  });

  behaves(
    "django 5: popping a missing key with a fallback returns it, and marks nothing modified",
    async ({ browser }) => {
      await browser.visit((session) => {
        expect(session.pop("missing", "fallback")).toBe("fallback");
        expect([session.accessed, session.modified]).toEqual([true, false]);
      });
    },
  );

  behaves(
    "django 7: popping a missing key without a fallback gives undefined and does not throw",
    async ({ browser }) => {
      await browser.visit((session) => {
        expect(session.pop("missing")).toBeUndefined();
        expect([session.accessed, session.modified]).toEqual([true, false]);
      });
    },
  );

  behaves("django 8: setDefault keeps the first value and returns it from then on", async ({ browser }) => {
    await browser.visit((session) => {
      expect(session.setDefault("foo", "bar")).toBe("bar");
      expect([session.accessed, session.modified]).toEqual([true, true]);
    });
    await browser.visit((session) => {
      expect(session.setDefault("foo", "baz")).toBe("bar");
      expect([session.accessed, session.modified]).toEqual([true, false]);
    });
  });

  behaves("django 9: assign stores every key and marks modified, even with none", async ({ browser }) => {
    await browser.visit((session) => {
      session.assign({ "update key": 1, other: 2 });
      expect([session.accessed, session.modified]).toEqual([true, true]);
    });
    await browser.visit((session) => {
      expect(session.toJSON()).toEqual({ "update key": 1, other: 2 });
      session.assign({});
      expect(session.modified).toBe(true);
    });
  });

  behaves("django 10: asking for a key marks accessed and not modified", async ({ browser }) => {
    await browser.visit((session) => session.set("something", 1));
    await browser.visit((session) => {
      expect([session.has("something"), session.has("else")]).toEqual([true, false]);
      expect([session.accessed, session.modified]).toEqual([true, false]);
    });
  });

  behaves("django 11: values() lists the values, marks accessed and not modified", async ({ browser }) => {
    await browser.visit((session) => {
      expect(session.values()).toEqual([]);
      expect(session.accessed).toBe(true);
      session.assign({ some: 1, more: 2 });
    });
    await browser.visit((session) => {
      expect(session.values()).toEqual([1, 2]);
      expect([session.accessed, session.modified]).toEqual([true, false]);
    });
  });

  behaves("django 12: keys() lists the keys, marks accessed and not modified", async ({ browser }) => {
    await browser.visit((session) => {
      expect([session.keys(), session.size]).toEqual([[], 0]);
      expect(session.accessed).toBe(true);
      session.assign({ some: 1, more: 2 });
    });
    await browser.visit((session) => {
      expect([session.keys(), session.size]).toEqual([["some", "more"], 2]);
      expect([session.accessed, session.modified]).toEqual([true, false]);
    });
  });

  behaves(
    "django 13: entries() and iteration list the pairs, mark accessed and not modified",
    async ({ browser }) => {
      await browser.visit((session) => {
        expect(session.entries()).toEqual([]);
        expect(session.accessed).toBe(true);
        session.assign({ some: 1, more: 2 });
      });
      await browser.visit((session) => {
        expect(session.entries()).toEqual([...session]);
        expect(session.entries()).toEqual([
          ["some", 1],
          ["more", 2],
        ]);
        expect([session.accessed, session.modified]).toEqual([true, false]);
      });
    },
  );

  behaves("django 14: clear() empties the data and marks accessed and modified", async ({ browser }) => {
    await browser.visit((session) => session.set("x", 1));
    await browser.visit((session) => {
      session.clear();
      expect(session.toJSON()).toEqual({});
      expect([session.accessed, session.modified]).toEqual([true, true]);
    });
    expect((await browser.visit((session) => session.toJSON())).value).toEqual({});
  });
});

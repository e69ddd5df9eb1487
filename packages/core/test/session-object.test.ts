import { describe, expect, it } from "vitest";
import type { Session } from "../src/index.ts";
import { type Anything, createSite, createVisitedSite } from "./fixtures/site.ts";

/** A session that holds `data`, as the next request reads it. */
async function opened(data: Anything = { name: "ada" }): Promise<Session<Anything>> {
  const browser = createSite().browser();
  await browser.visit((session) => session.assign(data));
  return (await browser.open()).session;
}

describe("the session as a dictionary", () => {
  it("gets the value of a key, or undefined, or a fallback", async () => {
    const session = await opened({ name: "ada", empty: null, zero: 0 });
    expect(session.get("name")).toBe("ada");
    expect(session.get("missing")).toBeUndefined();
    expect(session.get("missing", "fallback")).toBe("fallback");
    expect(session.get("empty", "fallback")).toBeNull();
    expect(session.get("zero", 5)).toBe(0);
  });

  it("sets, finds and deletes keys, and says whether they were there", async () => {
    const session = await opened();
    session.set("theme", "dark");
    expect(session.has("theme")).toBe(true);
    expect(session.delete("theme")).toBe(true);
    expect(session.delete("theme")).toBe(false);
    expect(session.has("theme")).toBe(false);
  });

  it("pops a value, or the fallback", async () => {
    const session = await opened();
    expect(session.pop("name")).toBe("ada");
    expect(session.has("name")).toBe(false);
    expect(session.pop("name")).toBeUndefined();
    expect(session.pop("name", "bob")).toBe("bob");
  });

  it("keeps a default only where there is nothing", async () => {
    const session = await opened();
    expect(session.setDefault("name", "bob")).toBe("ada");
    expect(session.setDefault("theme", "dark")).toBe("dark");
    expect(session.toJSON()).toEqual({ name: "ada", theme: "dark" });
  });

  it("assigns several keys at once or none of them", async () => {
    const session = await opened();
    session.assign({ name: "bob", theme: "dark" });
    expect(() => session.assign({ name: "carol", bad: Number.NaN })).toThrow('"bad"');
    expect(session.toJSON()).toEqual({ name: "bob", theme: "dark" });
  });

  it("lists keys, values and entries in the order in which they were set", async () => {
    const session = await opened({ b: 1, a: 2 });
    session.set("c", 3);
    expect(session.keys()).toEqual(["b", "a", "c"]);
    expect(session.values()).toEqual([1, 2, 3]);
    expect(session.entries()).toEqual([
      ["b", 1],
      ["a", 2],
      ["c", 3],
    ]);
    expect([...session]).toEqual(session.entries());
    expect(session.size).toBe(3);
  });

  it("is its data to JSON.stringify", async () => {
    expect(JSON.stringify(await opened())).toBe('{"name":"ada"}');
  });

  it("has nothing left after clear(), and is still the same session", async () => {
    const session = await opened();
    const { id } = session;
    session.clear();
    expect(session.toJSON()).toEqual({});
    expect(session.size).toBe(0);
    expect(session.id).toBe(id);
  });
});

describe("session.data", () => {
  it("reads and writes as get and set do", async () => {
    const { data, ...session } = { data: (await opened()).data };
    expect(session).toEqual({});
    expect(data.name).toBe("ada");
    data.theme = "dark";
    delete data.name;
    expect(data).toEqual({ theme: "dark" });
  });

  it("is one object with what get and set work on", async () => {
    const session = await opened();
    session.data.theme = "dark";
    expect(session.get("theme")).toBe("dark");
    session.set("theme", "light");
    expect(session.data.theme).toBe("light");
    const cart: string[] = [];
    session.set("cart", cart);
    expect(session.data.cart).toBe(cart);
    expect(session.get("cart")).toBe(cart);
  });

  it("replaces everything where an object is assigned", async () => {
    const { ada } = await createVisitedSite();
    await ada.visit((session) => {
      session.data = { theme: "dark" };
    });
    expect(await ada.data()).toEqual({ theme: "dark" });
    await ada.visit((session) => {
      session.data = { ...session.data, more: 1 };
    });
    expect(await ada.data()).toEqual({ theme: "dark", more: 1 });
  });

  it("replaces nothing where that cannot be kept", async () => {
    const session = await opened();
    expect(() => {
      session.data = { bad: new Map() };
    }).toThrow('"bad"');
    expect(session.toJSON()).toEqual({ name: "ada" });
  });

  it("finds changes inside values that were there, were set, or came out of a list", async () => {
    const { ada } = await createVisitedSite();
    await ada.visit((session) => session.assign({ a: { n: 1 }, b: [1], c: { d: { e: 1 } } }));
    await ada.visit((session) => {
      (session.get("a") as { n: number }).n = 2;
    });
    await ada.visit((session) => {
      for (const value of session.values()) if (Array.isArray(value)) value.push(2);
    });
    await ada.visit((session) => {
      (session.toJSON().c as { d: { e: number } }).d.e = 2;
    });
    const kept = { list: [1] };
    await ada.visit((session) => {
      session.set("kept", kept);
      kept.list.push(2);
    });
    expect(await ada.data()).toEqual({
      name: "ada",
      a: { n: 2 },
      b: [1, 2],
      c: { d: { e: 2 } },
      kept: { list: [1, 2] },
    });
  });

  it("writes nothing where values were handed out and stayed as they were", async () => {
    const { ada, store } = await createVisitedSite();
    await ada.visit((session) => session.set("cart", { apples: 1 }));
    store.takeCalls();
    await ada.visit((session) => {
      const cart = session.get("cart") as { apples: number };
      cart.apples = 2;
      cart.apples = 1;
    });
    expect(store.takeCalls()).toEqual(["read"]);
  });
});

describe("update", () => {
  it("sets what the function makes of the present value", async () => {
    const session = await opened({ visits: 1 });
    session.update("visits", (visits) => Number(visits) + 1);
    session.update("fresh", (current) => (current === undefined ? "new" : "old"));
    expect(session.toJSON()).toEqual({ visits: 2, fresh: "new" });
  });

  it("deletes where the function returns undefined", async () => {
    const session = await opened({ visits: 1 });
    session.update("visits", () => undefined);
    expect(session.has("visits")).toBe(false);
  });

  it("leaves the value where the function throws, or makes what cannot be kept", async () => {
    const session = await opened({ visits: 1 });
    expect(() =>
      session.update("visits", () => {
        throw new RangeError("No");
      }),
    ).toThrow("No");
    expect(() => session.update("visits", () => Number.NaN)).toThrow('"visits"');
    expect(() => session.update("visits", async () => 2)).toThrow(TypeError);
    expect(session.toJSON()).toEqual({ visits: 1 });
  });
});

describe("what a session says about itself", () => {
  it("is new and empty before its first save", async () => {
    const { session } = await createSite().browser().open();
    expect(session.isNew).toBe(true);
    expect(session.isEmpty).toBe(true);
    expect(session.id).toBeUndefined();
    expect(session.owner).toBeUndefined();
  });

  it("is not empty with a key, a flash value or an owner", async () => {
    const { browser } = createSite();
    const filled: ((session: Session<Anything>) => void)[] = [
      (session) => session.set("a", 1),
      (session) => session.flash("a", 1),
      (session) => {
        session.owner = "ada";
      },
    ];
    for (const fill of filled) {
      const { session } = await browser().open();
      fill(session);
      expect(session.isEmpty).toBe(false);
    }
  });

  it("is empty again when everything was taken out", async () => {
    const session = await opened();
    session.flash("notice", 1);
    session.takeFlash("notice");
    session.delete("name");
    expect(session.isEmpty).toBe(true);
    expect(session.isNew).toBe(false);
  });

  it("has an ID that cannot be set", async () => {
    const session = await opened();
    expect(() => Object.assign(session, { id: "chosen" })).toThrow(TypeError);
  });
});

describe("the test cookie", () => {
  it("is absent, set, back in the next request, and deleted", async () => {
    const ada = createSite().browser();
    await ada.visit((session) => {
      expect(session.testCookieWorked()).toBe(false);
      session.setTestCookie();
    });
    await ada.visit((session) => {
      expect(session.testCookieWorked()).toBe(true);
      expect(session.deleteTestCookie()).toBe(true);
      expect(session.deleteTestCookie()).toBe(false);
    });
    await ada.visit((session) => expect(session.testCookieWorked()).toBe(false));
  });
});

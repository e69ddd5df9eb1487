import { describe, expect, it } from "vitest";
import type { Session } from "../src/index.ts";
import { type Anything, createSite, createVisitedSite } from "./fixtures/site.ts";

/** Calls that the types forbid. */
type Wrong = (session: Session<Anything>) => unknown;

const set =
  (name: string, value: unknown): Wrong =>
  (session) =>
    Object.assign(session, { [name]: value });
const call =
  (name: string, ...args: unknown[]): Wrong =>
  (session) =>
    Reflect.apply(Reflect.get(session, name), session, args);

describe("a mistake", () => {
  it.each<[string, Wrong, string]>([
    ["session.userId = 1", set("userId", 1), 'session.set("userId", value)'],
    ["session.userId = 1", set("userId", 1), 'session.data["userId"]'],
    ["session.cookie = {}", set("cookie", {}), 'no property "cookie"'],
    ["update({…})", call("update", { a: 1 }), "assign({…})"],
    ["update(key) without a function", call("update", "visits", 1), "a function of the current value"],
    ["update with an async function", call("update", "visits", async () => 1), "must be synchronous"],
    ["set with a number as key", call("set", 1, "one"), "set: a key must be text"],
    ["update with a symbol as key", call("update", Symbol("a"), () => 1), "update: a key must be text"],
    ["flash without a key", call("flash", undefined, "Hello"), "flash: a key must be text"],
    ["flash of what cannot be kept", call("flash", "notice", new Map()), '"notice" cannot be kept'],
    ["assign of text", call("assign", "text"), "assign takes an object"],
    ["assign of an array", call("assign", [1]), "assign takes an object"],
    ["assign of null", call("assign", null), "assign takes an object"],
    ["session.data = undefined", set("data", undefined), "await flush()"],
    ["session.data = [1]", set("data", [1]), "session.data takes an object"],
    ["owner = 42", set("owner", 42), "Received number"],
    ["owner = empty text", set("owner", ""), "1 to 200 characters"],
    ["owner = text that is too long", set("owner", "x".repeat(201)), "text of 201"],
    ["owner = null", set("owner", null), "or undefined"],
    ["owner with NUL", set("owner", "a\0b"), "1 to 200 characters"],
    ["setExpiry of more than 100 years", call("setExpiry", 3_155_760_001), "at most 100 years"],
    ["setAbsolute of more than 100 years", call("setAbsolute", 1e300), "at most 100 years"],
    ["setExpiry(NaN)", call("setExpiry", Number.NaN), "Received NaN"],
    ["setExpiry(-1)", call("setExpiry", -1), "Received -1"],
    ["setExpiry(Infinity)", call("setExpiry", Number.POSITIVE_INFINITY), "Received Infinity"],
    ["setExpiry(text)", call("setExpiry", "30m"), "Received 30m"],
    ["setExpiry(undefined)", call("setExpiry", undefined), "Received undefined"],
    ["setExpiry(an invalid Date)", call("setExpiry", new Date("never")), "Received Invalid Date"],
    ["setAbsolute(0)", call("setAbsolute", 0), "Received 0"],
    ["setAbsolute(NaN)", call("setAbsolute", Number.NaN), "Received NaN"],
    ["setAbsolute(text)", call("setAbsolute", "1h"), "Received 1h"],
  ])("is a TypeError that says what to do: %s", async (_name, wrong, message) => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    let error: unknown;
    try {
      wrong(page.session);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: expect.stringContaining(message) });
    expect(error).toMatchObject({ message: expect.stringMatching(/^\[sess\] /) });
    store.takeCalls();
    await page.end();
    expect(store.takeCalls()).toEqual([]);
  });

  it("is flush with an argument: it names flash, and nothing is ended", async () => {
    const { ada } = await createVisitedSite();
    const { session } = await ada.open();
    const wrong = session as unknown as { flush(key: string): Promise<void> };
    await expect(wrong.flush("notice")).rejects.toThrow(/flash\(key, value\)/);
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["a function", () => 1],
    ["a symbol", Symbol("a")],
    ["a BigInt", 1n],
    ["NaN", Number.NaN],
    ["a Map", new Map()],
    ["a Set", new Set()],
    ["a Date", new Date(0)],
    ["a class instance", new (class Cart {})()],
    ["something of that inside", { items: [{ at: new Date(0) }] }],
  ])("is set at once refused, naming the key, for %s", async (_name, value) => {
    const { session } = await createSite().browser().open();
    session.set("cart", "old");
    expect(() => session.set("cart", value)).toThrow(/^\[sess\] "cart" cannot be kept by JSON/);
    expect(() => session.assign({ cart: value })).toThrow('"cart"');
    expect(() => session.setDefault("other", value as string)).toThrow('"other"');
    expect(session.toJSON()).toEqual({ cart: "old" });
  });
});

describe("the session object", () => {
  it("can be printed, compared and asked for unknown properties", async () => {
    const { session } = await createSite().browser().open();
    expect(String(session)).toBe("[object Object]");
    expect("nothing" in session).toBe(false);
    expect((session as unknown as Anything).then).toBeUndefined();
    expect(Object.keys(session)).toEqual([]);
    expect(Object.hasOwn(session, "get")).toBe(false);
  });

  it("is what `await` leaves alone", async () => {
    const { session } = await createSite().browser().open();
    expect(await session).toBe(session);
  });
});

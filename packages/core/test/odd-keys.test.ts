import { describe, expect, it } from "vitest";
import { createSite } from "./fixtures/site.ts";

/** Keys that are something else to JavaScript, to JSON or to databases. */
const oddKeys: readonly string[] = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "__defineGetter__",
  "then",
  "length",
  "",
  " ",
  "a.b",
  "a[0]",
  "'",
  '"',
  "`",
  "$",
  "$set",
  "\\",
  "\0",
  "a\0b",
  "\n",
  "\u2028",
  "😀",
  "\ud800",
  "é",
  "0",
  "-1",
  "x".repeat(1000),
];

describe("an odd key", () => {
  it.each(oddKeys)("is a plain key that comes back: %j", async (key) => {
    const browser = createSite().browser();
    await browser.visit((session) => {
      expect(session.has(key)).toBe(false);
      expect(session.get(key)).toBeUndefined();
      session.set(key, { in: [key] });
      session.flash(key, key);
    });
    await browser.visit((session) => {
      expect(session.keys()).toEqual([key]);
      expect(session.get(key)).toEqual({ in: [key] });
      expect(session.data[key]).toBe(session.get(key));
      expect(Object.getPrototypeOf(session.data)).toBeNull();
      expect(session.takeFlash(key)).toEqual([key]);
      session.update(key, () => 1);
    });
    // Merged: both requests have read the same version.
    const [first, second] = [await browser.open(), await browser.open()];
    first.session.set("other", true);
    second.session.update(key, (count) => Number(count) + 1);
    await first.end();
    await second.end();
    await browser.visit((session) => {
      expect(session.get(key)).toBe(2);
      expect(session.get("other")).toBe(true);
      expect(session.delete(key)).toBe(true);
    });
    const { session } = await browser.open();
    expect(session.keys()).toEqual(["other"]);
  });

  it("is kept beside all others, through data and assign, and changes no prototype", async () => {
    const browser = createSite().browser();
    await browser.visit((session) => {
      session.assign(JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 1}'));
      for (const key of oddKeys) session.data[key] = key;
    });
    const page = await browser.open();
    expect(new Set(page.session.keys())).toEqual(new Set(oddKeys));
    for (const key of oddKeys) expect(page.session.data[key]).toBe(key);
    expect(Object.keys(page.session.toJSON())).toHaveLength(oddKeys.length);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

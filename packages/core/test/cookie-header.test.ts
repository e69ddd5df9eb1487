import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cookieValues } from "../src/cookie-header.ts";

/** RFC 6265 section 5.2, as plainly as it can be written: fields, pairs, the first equals sign, blanks around. */
function naiveValues(header: string | readonly string[], name: string, limit: number): string[] {
  const strip = (text: string) => text.replace(/^[ \t]+/, "").replace(/[ \t]+$/, "");
  return [header]
    .flat()
    .flatMap((field) => field.split(";"))
    .filter((pair) => pair.includes("="))
    .map(
      (pair) => [strip(pair.slice(0, pair.indexOf("="))), strip(pair.slice(pair.indexOf("=") + 1))] as const,
    )
    .filter(([key, value]) => key === name && value.length <= 4096)
    .map(([, value]) => value)
    .slice(0, limit);
}

describe("cookieValues", () => {
  it.each([
    ["sid=abc", ["abc"]],
    ["theme=dark; sid=abc; lang=en", ["abc"]],
    ["sid=a; sid=b;sid=c", ["a", "b", "c"]],
    ["sid=", [""]],
    ["sid", []],
    ["sid = a ;\tsid\t=\tb\t", ["a", "b"]],
    ["sid=a=b==", ["a=b=="]],
    ['sid="a b"', ['"a b"']],
    ["sid=%20", ["%20"]],
    ["xsid=a; sidx=b; my-sid=c; SID=d; Sid=e", []],
    ["x=sid=a", []],
    ["x sid=a", []],
    ["a=sid; sid=b", ["b"]],
    ["a=sid=1; b=sid=2; sid=3", ["3"]],
    [";;; ;sid=a;;", ["a"]],
    ["=a; sid=b", ["b"]],
    ["", []],
  ])("finds in %j the values %j", (header, expected) => {
    expect(cookieValues(header, "sid", 10)).toEqual(expected);
  });

  it("finds names with a prefix and with odd characters", () => {
    expect(cookieValues("__Host-sid=a; sid=b", "__Host-sid", 4)).toEqual(["a"]);
    expect(cookieValues("__Host-sid=a; sid=b", "sid", 4)).toEqual(["b"]);
    expect(cookieValues("a.*b=1; axxb=2", "a.*b", 4)).toEqual(["1"]);
    expect(cookieValues("aaa=1; aa=2; a=3", "aa", 4)).toEqual(["2"]);
  });

  it("reads several fields one after the other, each for itself", () => {
    expect(cookieValues(["sid=a; x=1", "sid=b"], "sid", 4)).toEqual(["a", "b"]);
    expect(cookieValues(["x=1; si", "d=a"], "sid", 4)).toEqual([]);
    expect(cookieValues([], "sid", 4)).toEqual([]);
  });

  it("stops at the limit, over all fields", () => {
    expect(cookieValues("sid=1; sid=2; sid=3", "sid", 2)).toEqual(["1", "2"]);
    expect(cookieValues(["sid=1; sid=2", "sid=3; sid=4"], "sid", 3)).toEqual(["1", "2", "3"]);
    expect(cookieValues("sid=1", "sid", 0)).toEqual([]);
  });

  it("passes over values of more than 4096 characters, without counting them", () => {
    const longest = "a".repeat(4096);
    expect(cookieValues(`sid=${longest}`, "sid", 1)).toEqual([longest]);
    expect(cookieValues(`sid=${longest}b; sid=c`, "sid", 1)).toEqual(["c"]);
    expect(cookieValues(`sid=   ${longest}   `, "sid", 1)).toEqual([longest]);
  });

  it("makes no new list where there is nothing", () => {
    expect(cookieValues("a=b", "sid", 4)).toBe(cookieValues(undefined, "sid", 4));
    expect(cookieValues("x=sid", "sid", 4)).toBe(cookieValues([], "sid", 4));
    expect(Object.isFrozen(cookieValues(undefined, "sid", 4))).toBe(true);
  });

  it("finds in 100,000 random headers what the plainest reading finds", () => {
    const soup = fc.string({
      unit: fc.constantFrom(...'sid|sid=|=|;|; | |\t|s|id|x|\u00e9|\u0000|\n|"|a=b|,|=sid'.split("|")),
      maxLength: 20,
      size: "max",
    });
    const pair = fc.constantFrom(
      ..."sid=a| sid = b |sid=|\tsid=c=d|sid|xsid=e|sidx=f|x=sid|x sid=g||SID=h".split("|"),
    );
    const pairs = fc.array(pair, { maxLength: 8, size: "max" }).map((list) => list.join(";"));
    const field = fc.oneof(soup, pairs, fc.string({ unit: "binary" }));
    const header = fc.oneof({ weight: 5, arbitrary: field }, { arbitrary: fc.array(field), weight: 1 });
    let withSeveral = 0;
    fc.assert(
      fc.property(header, fc.integer({ min: 1, max: 4 }), (text, limit) => {
        const found = cookieValues(text, "sid", limit);
        const expected = naiveValues(text, "sid", limit);
        if (found.length !== expected.length || found.some((value, i) => value !== expected[i])) {
          expect(found).toEqual(expected);
        }
        if (found.length > 1) withSeveral++;
      }),
      { numRuns: 100_000 },
    );
    expect(withSeveral).toBeGreaterThan(10_000);
  });

  it.each([
    ["the name again and again", "sid"],
    ["the name and blanks", "sid  "],
    ["blanks alone", " "],
    ["blanks before the name", `${" ".repeat(1000)}sid`],
    ["the name as a value", "x=sid;"],
    ["separators", ";"],
    ["the name without a value", "sid;"],
    ["values that are too long", `sid=${"a".repeat(5000)};`],
  ])("takes time in proportion to a header of a megabyte: %s", (_, unit) => {
    const header = unit.repeat(1_000_000 / unit.length);
    const started = performance.now();
    cookieValues(header, "sid", 4);
    cookieValues([header, header], "sidsidsidsid", 4);
    // A few milliseconds; quadratic time would be minutes.
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

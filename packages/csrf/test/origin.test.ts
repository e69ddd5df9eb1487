import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalOrigin, trustedOrigins } from "../src/origin.ts";

describe("an origin", () => {
  it.each([
    ["https://example.com", "https://example.com"],
    ["HTTPS://Example.COM:443", "https://example.com"],
    ["http://example.com:80", "http://example.com"],
    ["http://example.com:8080", "http://example.com:8080"],
    ["http://[::1]:3000", "http://[::1]:3000"],
    ["https://bücher.example", "https://xn--bcher-kva.example"],
    ["Capacitor://localhost", "capacitor://localhost"],
  ])("%s is %s", (given, canonical) => {
    expect(canonicalOrigin(given)).toBe(canonical);
  });

  it.each([
    "null",
    "",
    "example.com",
    "//example.com",
    "https://",
    "https:///example.com",
    "https://example.com/",
    "https://example.com?x",
    "https://example.com#x",
    "https://a@example.com",
    "https://example.com\\@evil.example",
    "https://example.com https://evil.example",
    "https://example.com,https://evil.example",
    "https://exa mple.com",
    "https://example.com:99999",
    "https://[",
    " https://example.com",
    "https://example.com\n",
  ])("is not what %j says", (given) => {
    expect(canonicalOrigin(given)).toBeUndefined();
  });

  it("is read without ever throwing, and reading it again changes nothing", () => {
    const piece = fc.constantFrom(..."https http :// : / * . @ [ ] example com % \\ 80".split(" "));
    const texts = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.array(piece, { maxLength: 8 }).map((list) => list.join("")),
      fc.array(piece, { maxLength: 6 }).map((list) => `https://${list.join("")}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const origin = canonicalOrigin(text);
        return origin === undefined || canonicalOrigin(origin) === origin;
      }),
      { numRuns: 3000 },
    );
  });
});

describe("trusted origins", () => {
  it("under a wildcard are its host and all hosts under it, by the same scheme and port", () => {
    const isTrusted = trustedOrigins(["https://*.example.com", "http://*.localhost:3000"]);
    expect(
      [
        "https://example.com",
        "https://a.example.com",
        "https://a.b.example.com",
        "http://a.localhost:3000",
      ].map(isTrusted),
    ).toEqual([true, true, true, true]);
    expect(
      [
        "http://a.example.com",
        "https://a.example.com:8443",
        "https://evilexample.com",
        "https://example.com.evil.example",
        "http://a.localhost",
        "https://com",
      ].map(isTrusted),
    ).toEqual([false, false, false, false, false, false]);
  });

  it("are never found by anything that ends otherwise", () => {
    const isTrusted = trustedOrigins(["https://*.example.com", "https://app.example.org"]);
    const label = fc.constantFrom("example", "com", "org", "app", "a", "evilexample", "evil");
    const host = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join("."));
    const scheme = fc.constantFrom("http", "https");
    fc.assert(
      fc.property(scheme, host, (by, name) => {
        const isUnder = name === "example.com" || name.endsWith(".example.com") || name === "app.example.org";
        return isTrusted(`${by}://${name}`) === (isUnder && by === "https");
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    "example.com",
    "https://example.com/",
    "*",
    "https://*",
    "https://a.*.com",
    "null",
    "",
    1,
    undefined,
  ])("cannot be %j", (entry) => {
    expect(() => trustedOrigins(["https://example.com", entry as string])).toThrow(
      /"trustedOrigins\[1\]" must be scheme and host/,
    );
  });
});

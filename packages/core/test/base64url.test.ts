import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64url, encodeBase64url } from "../src/base64url.ts";

describe("base64url", () => {
  it("writes bytes as Node does and reads them back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = encodeBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString("base64url"));
        expect(decodeBase64url(text)).toEqual(bytes);
      }),
    );
  });

  it("writes a part of the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), fc.nat(40), (bytes, a, b) => {
        const start = Math.min(a, b, bytes.length);
        const end = Math.min(Math.max(a, b), bytes.length);
        expect(encodeBase64url(bytes, start, end)).toBe(encodeBase64url(bytes.slice(start, end)));
      }),
    );
  });

  it("reads only the one text that it would write for the bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."AQgwBZ09-_+/=é\u0100 ."), maxLength: 8 }), (text) => {
        const bytes = decodeBase64url(text);
        const canonical = Buffer.from(text, "base64url").toString("base64url") === text;
        expect(bytes !== undefined).toBe(canonical);
        if (bytes) expect(encodeBase64url(bytes)).toBe(text);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ["padding", "-_8="],
    ["the other alphabet", "+/8"],
    ["an impossible length", "AAAAA"],
    ["bits beyond the last byte", "-_9"],
    ["a character outside ASCII", "AAĀA"],
    ["white space", "AA A"],
  ])("refuses %s", (_, text) => {
    expect(decodeBase64url(text)).toBeUndefined();
  });
});

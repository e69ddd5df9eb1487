import { createSigning, encodeBase64url } from "@sess/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskToken, unmaskToken } from "../src/token.ts";

const mac = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => encodeBase64url(bytes));
const character = fc.constantFrom(...("ABCXYZabcxyz0189-_=+/ \0é😀".match(/./gu) ?? []));
/** Things that look like tokens, and things that do not. */
const anything = fc.oneof(
  fc.array(character, { minLength: 80, maxLength: 90 }).map((parts) => parts.join("")),
  fc.base64String({ minLength: 84, maxLength: 88 }),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.anything(),
);

describe("a token", () => {
  it("gives back the MAC that it masks, whatever the mask", () => {
    fc.assert(
      fc.property(mac, (one) => unmaskToken(maskToken(one)) === one),
      { numRuns: 2000 },
    );
  });

  it("is 86 characters that need no escaping, and another text each time", () => {
    const one = encodeBase64url(new Uint8Array(32));
    const tokens = Array.from({ length: 1000 }, () => maskToken(one));
    expect(new Set(tokens).size).toBe(1000);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{86}$/);
  });

  it("shows nothing of the MAC: every place takes on every character", () => {
    const one = encodeBase64url(new Uint8Array(32));
    const tokens = Array.from({ length: 2000 }, () => maskToken(one));
    for (const place of [0, 20, 43, 60]) expect(new Set(tokens.map((token) => token[place])).size).toBe(64);
  });

  it("is read without ever throwing, and two texts are never the same token", () => {
    fc.assert(
      fc.property(anything, (given) => {
        const found = unmaskToken(given);
        if (found === undefined) return;
        expect(found).toMatch(/^[\w-]{43}$/);
        expect(given).toMatch(/^[\w-]{86}$/);
      }),
      { numRuns: 5000 },
    );
  });

  it("is never accepted with any change made to it", () => {
    const signing = createSigning([crypto.getRandomValues(new Uint8Array(32))]);
    const isGood = (token: unknown): boolean => {
      const found = unmaskToken(token);
      return found !== undefined && signing.verify("session 0", found) >= 0;
    };
    const good = maskToken(signing.sign("session 0"));
    expect(isGood(good)).toBe(true);
    const place = fc.nat({ max: good.length - 1 });
    fc.assert(
      fc.property(place, character, (at, other) => {
        const forged = good.slice(0, at) + other + good.slice(at + 1);
        return isGood(forged) === (forged === good);
      }),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(anything, (given) => !isGood(given)),
      { numRuns: 5000 },
    );
    // The half of one token with the half of another, and of the token of another session.
    const other = maskToken(signing.sign("session 0"));
    const foreign = maskToken(signing.sign("session 1"));
    for (const mixed of [
      good.slice(0, 43) + other.slice(43),
      good.slice(0, 43) + foreign.slice(43),
      foreign,
    ]) {
      expect(isGood(mixed)).toBe(false);
    }
  });
});

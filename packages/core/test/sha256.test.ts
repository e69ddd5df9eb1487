import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hmac, hmacKey, sha256 } from "../src/sha256.ts";

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const ascii = (text: string) => new TextEncoder().encode(text);

describe("sha256", () => {
  it.each([
    ["nothing", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["24 bits", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "448 bits",
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
    [
      "896 bits",
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
    ],
    [
      "a million times the same letter",
      "a".repeat(1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
    ],
  ])("gives what NIST publishes for %s", (_, text, expected) => {
    expect(hexOf(sha256(ascii(text)))).toBe(expected);
  });

  it("agrees with the system for every length around the edges of its blocks", () => {
    for (let length = 0; length <= 200; length++) {
      const data = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255);
      expect(hexOf(sha256(data))).toBe(createHash("sha256").update(data).digest("hex"));
    }
  });

  it("agrees with the system for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (data) => {
        expect(hexOf(sha256(data))).toBe(createHash("sha256").update(data).digest("hex"));
      }),
      { numRuns: 500 },
    );
  });

  it("reads a part of a larger buffer where it begins", () => {
    const part = ascii("xxabcxx").subarray(2, 5);
    expect(hexOf(sha256(part))).toBe(hexOf(sha256(ascii("abc"))));
  });
});

describe("hmac", () => {
  const large = "aa".repeat(131);

  it.each([
    [
      1,
      "0b".repeat(20),
      ascii("Hi There"),
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ],
    [
      2,
      hexOf(ascii("Jefe")),
      ascii("what do ya want for nothing?"),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ],
    [
      3,
      "aa".repeat(20),
      bytesOf("dd".repeat(50)),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    ],
    [
      4,
      "0102030405060708090a0b0c0d0e0f10111213141516171819",
      bytesOf("cd".repeat(50)),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    ],
    [
      6,
      large,
      ascii("Test Using Larger Than Block-Size Key - Hash Key First"),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ],
    [
      7,
      large,
      ascii(
        "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.",
      ),
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    ],
  ])("gives what RFC 4231 publishes for test case %i", (_, key, data, expected) => {
    expect(hexOf(hmac(hmacKey(bytesOf(key)), data))).toBe(expected);
  });

  it("agrees with the system for any key and data, and a key can be used again", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 150 }),
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 300 }),
        (key, first, second) => {
          const prepared = hmacKey(key);
          for (const data of [first, second]) {
            expect(hexOf(hmac(prepared, data))).toBe(createHmac("sha256", key).update(data).digest("hex"));
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

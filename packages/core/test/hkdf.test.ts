import { hkdfSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expand, extract } from "../src/hkdf.ts";

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const run = (from: number, to: number) => Uint8Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe("hkdf", () => {
  it.each([
    {
      name: "1",
      secret: bytesOf("0b".repeat(22)),
      salt: run(0x00, 0x0c),
      info: run(0xf0, 0xf9),
      key: "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
      output: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    },
    {
      name: "2, longer inputs",
      secret: run(0x00, 0x4f),
      salt: run(0x60, 0xaf),
      info: run(0xb0, 0xff),
      key: "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
      output:
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
    },
    {
      name: "3, no salt and no info",
      secret: bytesOf("0b".repeat(22)),
      salt: new Uint8Array(0),
      info: new Uint8Array(0),
      key: "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
      output: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    },
  ])("gives what RFC 5869 publishes for test case $name", ({ secret, salt, info, key, output }) => {
    const extracted = extract(salt, secret);
    expect(hexOf(extracted)).toBe(key);
    expect(hexOf(expand(extracted, info, output.length / 2))).toBe(output);
  });

  it("agrees with the system for any input and length", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 80 }),
        fc.uint8Array({ maxLength: 80 }),
        fc.uint8Array({ maxLength: 80 }),
        fc.integer({ min: 1, max: 200 }),
        (secret, salt, info, length) => {
          const expected = new Uint8Array(hkdfSync("sha256", secret, salt, info, length));
          expect(expand(extract(salt, secret), info, length)).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("gives at most 255 blocks", () => {
    const key = new Uint8Array(32);
    expect(expand(key, key, 8160)).toHaveLength(8160);
    expect(() => expand(key, key, 8161)).toThrow(/8160 bytes\. Received 8161/);
  });
});

import * as devalue from "devalue";
import fc from "fast-check";
import superjson from "superjson";
import { describe, expect, it } from "vitest";
import { assertKeepable, type Codec, jsonCodec } from "../src/codec.ts";

const superjsonCodec: Codec = { encode: superjson.stringify, decode: superjson.parse };
const devalueCodec: Codec = { encode: devalue.stringify, decode: devalue.parse };

const nested = (levels: number) => {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = i % 2 ? [value] : { a: value };
  return value;
};
describe.each([
  ["jsonCodec", jsonCodec],
  ["superjson", superjsonCodec],
  ["devalue", devalueCodec],
])("%s", (_, codec) => {
  it("reads back what it wrote, and writes the same text for the same data", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false }), { noNullPrototype: true }),
        (data) => {
          // The others refuse names that could reach a prototype.
          fc.pre(!/"(__proto__|constructor|prototype)":/.test(JSON.stringify(data)) || codec === jsonCodec);
          const text = codec.encode(data);
          const read = codec.decode(text);
          expect(JSON.stringify(read)).toBe(JSON.stringify(data));
          expect(codec.encode(read)).toBe(text);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("writes text without NUL", () => {
    expect(codec.encode({ "a\u0000": "\u0000" })).not.toContain("\u0000");
  });
});

describe("jsonCodec", () => {
  it("takes data without a prototype", () => {
    expect(jsonCodec.encode(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
  });

  it("keeps the keys that other objects have by nature", () => {
    const text = '{"__proto__":{"a":1},"constructor":2,"toString":3,"":4}';
    const data = jsonCodec.decode(text);
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect(Object.keys(data)).toEqual(["__proto__", "constructor", "toString", ""]);
    expect(jsonCodec.encode(data)).toBe(text);
  });

  it.each(["[]", "null", "1", '"text"', "true"])("refuses %s, which is no object", (text) => {
    expect(() => jsonCodec.decode(text)).toThrow(TypeError);
  });

  it.each(["", "{", "{a:1}", "undefined"])("refuses %j, which is no JSON", (text) => {
    expect(() => jsonCodec.decode(text)).toThrow(SyntaxError);
  });
});

describe("assertKeepable with another codec", () => {
  it.each([
    ["superjson", superjsonCodec],
    ["devalue", devalueCodec],
  ])("takes what %s keeps, and it comes back", (_, codec) => {
    const value = {
      when: new Date(0),
      tags: new Set(["a"]),
      prices: new Map([["a", 1n]]),
      nothing: undefined,
    };
    expect(() => assertKeepable(codec, "key", value)).not.toThrow();
    expect(codec.decode(codec.encode({ key: value }))).toEqual({ key: value });
  });

  it("refuses what its encode throws on, names the key and keeps the cause", () => {
    const refused = () => assertKeepable(devalueCodec, "handler", { run() {} });
    expect(refused).toThrow(TypeError);
    expect(refused).toThrow(/^\[sess\] "handler" cannot be kept by the codec: Cannot stringify a function/);
    expect(refused).toThrow(
      expect.objectContaining({ cause: expect.any(Error), code: "ERR_SESS_DATA_UNSERIALIZABLE" }),
    );
  });

  it("lets no RangeError out, however deep a value is", () => {
    for (const codec of [superjsonCodec, devalueCodec]) {
      const refused = () => assertKeepable(codec, "key", nested(100_000));
      expect(refused).toThrow(TypeError);
      expect(refused).toThrow(expect.objectContaining({ cause: expect.any(RangeError) }));
    }
  });

  it("refuses a codec whose encode gives no text, or throws no error", () => {
    const silent = { encode: () => undefined, decode: () => ({}) } as unknown as Codec;
    expect(() => assertKeepable(silent, "key", 1)).toThrow("its encode did not return a string");
    const rude: Codec = {
      encode() {
        throw "no";
      },
      decode: () => ({}),
    };
    expect(() => assertKeepable(rude, "key", 1)).toThrow("the codec: it threw");
  });
});

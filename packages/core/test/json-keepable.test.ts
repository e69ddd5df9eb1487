import { createContext, runInContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertKeepable, jsonCodec } from "../src/codec.ts";

const keep = (value: unknown, key = "key") => assertKeepable(jsonCodec, key, value);
const refusal = (value: unknown, key = "key"): TypeError => {
  try {
    keep(value, key);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toHaveProperty("code", "ERR_SESS_DATA_UNSERIALIZABLE");
    return error as TypeError;
  }
  throw new Error("was kept");
};
const nested = (levels: number) => {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = i % 2 ? [value] : { a: value };
  return value;
};
class Money {
  amount = 1;
}
class List extends Array<number> {}

describe("assertKeepable with JSON", () => {
  it("takes every value of JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        keep(value);
      }),
    );
  });

  it("takes exactly what comes back equal", () => {
    const anything = fc.anything({
      ...{ withBigInt: true, withDate: true, withMap: true, withSet: true, withSparseArray: true },
      ...{ withTypedArray: true, withNullPrototype: true, withBoxedValues: true },
    });
    const strictly = (a: unknown, b: unknown): boolean => {
      if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return a === b;
      if (
        Array.isArray(a) !== Array.isArray(b) ||
        (Object.getPrototypeOf(a) ?? Object.prototype) !== Object.getPrototypeOf(b)
      )
        return false;
      const names = Object.getOwnPropertyNames(a);
      return (
        names.length === Object.getOwnPropertyNames(b).length &&
        names.every((name) => Object.hasOwn(b, name) && strictly(Reflect.get(a, name), Reflect.get(b, name)))
      );
    };
    fc.assert(
      fc.property(anything, (value) => {
        let comesBack = false;
        try {
          comesBack = strictly(value, JSON.parse(JSON.stringify(value)));
        } catch {
          // BigInt, or undefined, which has no text.
        }
        let kept = true;
        try {
          keep(value);
        } catch {
          kept = false;
        }
        expect(kept).toBe(comesBack);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ["undefined", undefined, "undefined"],
    ["a function", () => {}, "a function"],
    ["a symbol", Symbol("a"), "a symbol"],
    ["a BigInt", 1n, "a bigint"],
    ["NaN", Number.NaN, "NaN"],
    ["Infinity", Number.POSITIVE_INFINITY, "Infinity"],
    ["minus Infinity", Number.NEGATIVE_INFINITY, "-Infinity"],
    ["a Map", new Map(), "an instance of Map"],
    ["a Set", new Set(), "an instance of Set"],
    ["a Date", new Date(), "an instance of Date"],
    ["an error", new Error("no"), "an instance of Error"],
    ["a regular expression", /a/, "an instance of RegExp"],
    ["a promise", Promise.resolve(), "an instance of Promise"],
    ["bytes", new Uint8Array(1), "an instance of Uint8Array"],
    ["a boxed string", Object("a"), "an instance of String"],
    ["an instance of a class", new Money(), "an instance of Money"],
    ["an instance of a class without a name", new (class {})(), "an instance of a class"],
    ["a list of a class of its own", List.of(1), "an instance of List"],
    ["an object that inherits", Object.create({ a: 1 }), "an instance of Object"],
    ["an object that inherits from a bare one", Object.create(Object.create(null)), "an instance of a class"],
    ["an array with a hole", Object.assign([1], { 2: 3 }), "an array with holes"],
    ["an array of holes", new Array(2), "an array with holes"],
    ["what a regular expression found", /a/.exec("a"), "an array with properties besides its items"],
    ["an object with toJSON", { toJSON: () => 1 }, "a function"],
    ["an array with toJSON", Object.assign([1], { toJSON: () => 1 }), "an array with toJSON"],
    ["a symbol as a key", { [Symbol("a")]: 1 }, "an object with a symbol as a key"],
    ["a hidden property", Object.defineProperty({}, "a", { value: 1 }), "an object with a hidden property"],
  ])("refuses %s, at the top, in a list and in an object", (_, value, what) => {
    expect(refusal(value).message).toContain(` is ${what}. `);
    expect(refusal([0, value]).message).toContain(`: key[1]`);
    expect(refusal({ a: [{ b: value }] }).message).toContain(`: key.a[0].b`);
  });

  it("says which key it is, where inside, what is there and what to do", () => {
    expect(refusal({ items: [{ price: 1 }, { price: Number.NaN }] }, "cart").message).toBe(
      '[sess] "cart" cannot be kept by JSON: cart.items[1].price is NaN. Store plain data, or give "codec" one that can keep more.',
    );
    expect(refusal({ "odd key": { "": undefined } }, "__proto__").message).toContain(
      '__proto__["odd key"][""] is undefined.',
    );
    expect(refusal(undefined, "a.b").message).toContain('"a.b" cannot be kept by JSON: "a.b" is undefined.');
    expect(refusal({ ["x".repeat(100)]: 1n }, "k").message).toContain(`k["${"x".repeat(40)}…"] is a bigint.`);
  });

  it("refuses a cycle, and says so", () => {
    const self: Record<string, unknown> = { a: { b: [] } };
    (self.a as { b: unknown[] }).b.push(self);
    expect(refusal(self).message).toContain("key.a.b[0] is a reference to something it is in (a cycle)");
    const list: unknown[] = [];
    list.push(list);
    expect(refusal(list).message).toContain("key[0] is a reference");
  });

  it("takes what is shared but in no cycle", () => {
    const shared = { a: [1] };
    expect(() => keep([shared, shared, { shared, again: shared.a }])).not.toThrow();
  });

  it("takes 512 levels, refuses more, and no depth runs out of stack", () => {
    expect(() => keep(nested(512))).not.toThrow();
    expect(jsonCodec.decode(jsonCodec.encode({ a: nested(512) }))).toEqual({ a: nested(512) });
    expect(refusal(nested(513)).message).toMatch(/ is nested deeper than 512 levels\./);
    const { message } = refusal(nested(100_000));
    expect(message).toMatch(/ is nested deeper than 512 levels\./);
    expect(message.length).toBeLessThan(300);
  });

  it("refuses what stands for more values than there is time to write", () => {
    let value: unknown = [1, 1, 1, 1, 1, 1, 1, 1];
    for (let i = 0; i < 20; i++) value = [value, value, value, value];
    expect(refusal(value).message).toContain("one of more than 1000000 values");
  });

  it("refuses a getter without running it", () => {
    let runs = 0;
    const value = {
      get price() {
        return ++runs;
      },
    };
    expect(refusal(value).message).toContain("key.price is a getter or setter");
    expect(refusal({ set price(_: number) {} }).message).toContain("key.price is a getter or setter");
    expect(runs).toBe(0);
  });

  it.each<[string, ProxyHandler<object>]>([
    [
      "when it is listed",
      {
        ownKeys: () => {
          throw new RangeError("trap");
        },
      },
    ],
    [
      "when it is read",
      {
        getOwnPropertyDescriptor: () => {
          throw new RangeError("trap");
        },
      },
    ],
    [
      "when it is asked for its prototype",
      {
        getPrototypeOf: () => {
          throw new RangeError("trap");
        },
      },
    ],
  ])("refuses a proxy that throws %s, and keeps the cause", (_, handler) => {
    for (const value of [new Proxy({ a: 1 }, handler), [new Proxy({ a: 1 }, handler)]]) {
      const error = refusal(value);
      expect(error.message).toContain('"key" cannot be kept by JSON: it cannot be read');
      expect(error.cause).toMatchObject({ message: "trap" });
    }
  });

  it("refuses a proxy that was revoked", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(refusal(proxy).message).toContain("it cannot be read");
  });

  it("takes a proxy that behaves as a plain object", () => {
    expect(() => keep(new Proxy({ a: [1] }, {}))).not.toThrow();
  });

  it("takes plain objects and lists of another realm", () => {
    const context = createContext();
    expect(() => keep(runInContext("({ a: [1, { b: null }] })", context))).not.toThrow();
    expect(refusal(runInContext("({ a: new Date() })", context)).message).toContain(
      "key.a is an instance of Date",
    );
    expect(refusal(runInContext("new (class A extends Array {})()", context)).message).toContain(
      "an instance of A",
    );
  });

  it("refuses objects while something has given all of them toJSON", () => {
    Object.defineProperty(Object.prototype, "toJSON", { value: () => 1, configurable: true });
    try {
      expect(refusal({ a: 1 }).message).toContain("an object with toJSON");
      expect(refusal([1]).message).toContain("an array with toJSON");
    } finally {
      Reflect.deleteProperty(Object.prototype, "toJSON");
    }
  });
});

import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import * as z from "zod";
import { checkData, keysOf, type SchemaOutput, type StandardSchema } from "../src/standard-schema.ts";

interface Data {
  userId: string;
  cart: { sku: string; count: number }[];
}

const zod = z.object({
  userId: z.string(),
  cart: z.array(z.object({ sku: z.string(), count: z.number().min(1) })),
});
const valibot = v.object({
  userId: v.string(),
  cart: v.array(v.object({ sku: v.string(), count: v.pipe(v.number(), v.minValue(1)) })),
});
const arktype = type({ userId: "string", cart: type({ sku: "string", count: "number >= 1" }).array() });

/** As the engine keeps it. */
const bare = (data: object) => Object.assign(Object.create(null), data) as object;

describe.each<[string, StandardSchema]>([
  ["zod", zod],
  ["valibot", valibot],
  ["arktype", arktype],
])("a schema of %s", (_, schema) => {
  it("has nothing against good data", () => {
    const data = bare({ userId: "u1", cart: [{ sku: "a", count: 2 }] });
    expect(checkData(schema, data).issues).toEqual([]);
  });

  it("names the key of each wrong value, however deep the value is", () => {
    const wrong = (data: object) => keysOf(checkData(schema, bare(data)).issues);
    expect(wrong({ userId: 1, cart: [] })).toEqual(["userId"]);
    expect(wrong({ userId: "u1", cart: [{ sku: "a", count: 0 }] })).toEqual(["cart"]);
    expect(
      wrong({
        userId: "u1",
        cart: [
          { sku: 1, count: 1 },
          { sku: 2, count: 2 },
        ],
      }),
    ).toEqual(["cart"]);
    expect([...wrong({ userId: 1, cart: "none" })].sort()).toEqual(["cart", "userId"]);
  });

  it("names a key that is missing", () => {
    expect(keysOf(checkData(schema, bare({ cart: [] })).issues)).toEqual(["userId"]);
  });

  it("says what it has against the data", () => {
    const { issues } = checkData(schema, bare({ userId: 1, cart: [] }));
    expect(issues).toHaveLength(1);
    expect(issues[0]?.message).toMatch(/string/i);
  });

  it("does not change the data", () => {
    const data = bare({ userId: "u1", cart: [], other: true });
    checkData(schema, data);
    expect(data).toEqual(bare({ userId: "u1", cart: [], other: true }));
  });
});

describe("checkData", () => {
  it.each<[string, StandardSchema]>([
    ["zod", z.object({ userId: z.string().refine(async () => true) })],
    [
      "valibot",
      v.objectAsync({
        userId: v.pipeAsync(
          v.string(),
          v.checkAsync(async () => true),
        ),
      }),
    ],
  ])("refuses a schema of %s that answers later, and says who must", (vendor, schema) => {
    const check = () => checkData(schema, { userId: "u1" });
    expect(check).toThrow(TypeError);
    expect(check).toThrow(new RegExp(`"validate" must be a schema that answers at once.*${vendor}`));
  });

  it("leaves no rejection behind when such a schema fails", async () => {
    const rejections: unknown[] = [];
    const listener = (reason: unknown) => rejections.push(reason);
    process.on("unhandledRejection", listener);
    const schema: StandardSchema = {
      "~standard": { version: 1, vendor: "test", validate: () => Promise.reject(new Error("no")) },
    };
    expect(() => checkData(schema, {})).toThrow(TypeError);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", listener);
    expect(rejections).toEqual([]);
  });

  it("lets through what a schema throws", () => {
    const schema: StandardSchema = {
      "~standard": {
        version: 1,
        vendor: "test",
        validate() {
          throw new RangeError("broken");
        },
      },
    };
    expect(() => checkData(schema, {})).toThrow(RangeError);
  });
});

describe("keysOf", () => {
  it("names each key once, in order", () => {
    const issues = [{ path: ["b", 0] }, { path: [{ key: "a" }, "x"] }, { path: ["b"] }, { path: [7] }];
    expect(keysOf(issues.map((issue) => ({ ...issue, message: "" })))).toEqual(["b", "a", "7"]);
    expect(keysOf([])).toEqual([]);
  });

  it.each([
    ["no path", undefined],
    ["an empty path", []],
    ["a symbol", [Symbol("a")]],
  ])("means all of them when an issue has %s", (_, path) => {
    expect(
      keysOf([
        { message: "", path: ["a"] },
        { message: "", path },
      ]),
    ).toBe("all");
  });
});

describe("SchemaOutput", () => {
  it("is the type of the data", () => {
    expectTypeOf<SchemaOutput<typeof zod>>().toEqualTypeOf<Data>();
    expectTypeOf<SchemaOutput<typeof valibot>>().toEqualTypeOf<Data>();
    expectTypeOf<SchemaOutput<typeof arktype>>().toEqualTypeOf<Data>();
  });
});

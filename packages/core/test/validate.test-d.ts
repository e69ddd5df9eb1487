import { type } from "arktype";
import * as v from "valibot";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { createSessions, type SchemaOutput, type Sessions } from "../src/index.ts";

const secret = "";

describe("validate", () => {
  it("infers the type of the data from a schema of zod", () => {
    const sessions = createSessions({ secret, validate: z.object({ visits: z.number() }) });
    expectTypeOf(sessions).toEqualTypeOf<Sessions<{ visits: number }>>();
  });

  it("infers the type of the data from a schema of valibot", () => {
    const sessions = createSessions({ secret, validate: v.object({ cart: v.array(v.string()) }) });
    expectTypeOf(sessions).toEqualTypeOf<Sessions<{ cart: string[] }>>();
  });

  it("infers the type of the data from a schema of arktype", () => {
    const sessions = createSessions({ secret, validate: type({ name: "string", "age?": "number" }) });
    expectTypeOf(sessions).toEqualTypeOf<Sessions<{ name: string; age?: number }>>();
  });

  it("refuses a schema for another type than the one that is given", () => {
    // @ts-expect-error: text is no number
    createSessions<{ visits: number }>({ secret, validate: z.object({ visits: z.string() }) });
    // @ts-expect-error: no schema
    createSessions({ secret, validate: { parse: () => ({}) } });
  });

  it("names what a schema lets through", () => {
    const schema = z.object({ visits: z.number() });
    expectTypeOf<SchemaOutput<typeof schema>>().toEqualTypeOf<{ visits: number }>();
  });
});

import { isPromise } from "./awaitable.ts";

/** One objection of a schema. */
export interface Issue {
  readonly message: string;
  /** Where in the data: keys from the outside in. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What a schema answers: the value, or why not. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };

/**
 * A schema of any library that follows Standard Schema version 1 (https://standardschema.dev): zod, valibot, arktype
 * and others. Only the shape is needed, so no library is.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** The type of the data that a schema lets through. */
export type SchemaOutput<Schema extends StandardSchema> = NonNullable<Schema["~standard"]["types"]>["output"];

/**
 * What `schema` objects to in `data`. What it would make of the data (defaults, coercion) is not used: validating
 * changes nothing.
 *
 * @throws TypeError for a schema that answers with a promise.
 *
 * @example
 * import * as z from "zod";
 * checkData(z.object({ visits: z.number() }), { visits: "1" }).issues.length; // 1
 */
export function checkData(schema: StandardSchema, data: unknown): { readonly issues: readonly Issue[] } {
  const result = schema["~standard"].validate(data);
  if (isPromise(result)) {
    // Nobody will wait for it: its failure must not end the process.
    Promise.resolve(result).catch(() => {});
    throw new TypeError(
      `[sess] "validate" must be a schema that answers at once. Received one of ${schema["~standard"].vendor} that returned a promise: take out its asynchronous checks.`,
    );
  }
  return { issues: result.issues ?? [] };
}

/**
 * The top-level keys that the issues are about, each once; `"all"` when one of them does not say where it is.
 *
 * @example
 * keysOf([{ message: "too small", path: ["cart", 0, "price"] }]); // ["cart"]
 */
export function keysOf(issues: readonly Issue[]): readonly string[] | "all" {
  const keys = new Set<string>();
  for (const { path } of issues) {
    const first = path?.[0];
    const key = typeof first === "object" ? first.key : first;
    if (key === undefined || typeof key === "symbol") return "all";
    keys.add(String(key));
  }
  return [...keys];
}

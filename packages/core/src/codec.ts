import type { SessErrorCode } from "./errors.ts";
import { findJsonProblem } from "./json-keepable.ts";

/**
 * Makes text of the data and data of the text. It must be deterministic (the same data gives the same text: a session is
 * written when its text is another than the one that was read), and its text must hold no NUL.
 *
 * @example
 * import superjson from "superjson";
 * const codec: Codec = { encode: superjson.stringify, decode: superjson.parse };
 *
 * @example
 * import * as devalue from "devalue";
 * const codec: Codec = { encode: devalue.stringify, decode: devalue.parse };
 */
export interface Codec {
  /** The text of `data`. Throws on what it cannot keep. */
  encode(data: Record<string, unknown>): string;
  /** The data of a text that `encode` wrote. Throws on any other. */
  decode(text: string): Record<string, unknown>;
}

/**
 * JSON: the default. It keeps strings, finite numbers, booleans, null, and arrays and plain objects of them.
 *
 * @example
 * jsonCodec.decode(jsonCodec.encode({ cart: [1, 2] })); // { cart: [1, 2] }
 */
export const jsonCodec: Codec = {
  encode: (data) => JSON.stringify(data),
  decode(text) {
    const data: unknown = JSON.parse(text);
    if (typeof data === "object" && data !== null && !Array.isArray(data))
      return data as Record<string, unknown>;
    throw new TypeError("[sess] The data of a session must be a JSON object.");
  },
};

/**
 * Makes sure that `codec` can keep `value` under `key`. Under JSON nothing is dropped or changed silently: undefined,
 * functions, symbols, BigInt, NaN, Infinity, cycles, Map, Set, Date, class instances, getters, arrays with holes,
 * `toJSON` and more than 512 levels are refused. With another codec its own `encode` decides.
 *
 * @throws TypeError (`ERR_SESS_DATA_UNSERIALIZABLE`) naming the key and the place inside.
 *
 * @example
 * assertKeepable(jsonCodec, "cart", { items: [{ price: Number.NaN }] });
 * // TypeError: [sess] "cart" cannot be kept by JSON: cart.items[0].price is NaN. …
 */
export function assertKeepable(codec: Codec, key: string, value: unknown): void {
  if (codec !== jsonCodec) {
    assertEncodes(codec, key, value);
    return;
  }
  if (typeof value === "string" || typeof value === "boolean" || value === null) return;
  let what: string | undefined;
  try {
    const problem = findJsonProblem(value);
    if (problem === undefined) return;
    what = `${placeOf(key, problem.path)} is ${problem.what}`;
  } catch (cause) {
    // A proxy that throws.
    throw unkeepable(key, "JSON: it cannot be read", cause);
  }
  throw unkeepable(key, `JSON: ${what}`);
}

function assertEncodes(codec: Codec, key: string, value: unknown): void {
  let text: unknown;
  try {
    text = codec.encode({ [key]: value });
  } catch (cause) {
    throw unkeepable(key, `the codec: ${cause instanceof Error ? cause.message : "it threw"}`, cause);
  }
  if (typeof text !== "string") throw unkeepable(key, "the codec: its encode did not return a string");
}

function unkeepable(key: string, why: string, cause?: unknown): TypeError {
  const error = new TypeError(
    `[sess] ${quoted(key)} cannot be kept by ${why}. Store plain data, or give "codec" one that can keep more.`,
    cause === undefined ? undefined : { cause },
  );
  return Object.assign(error, { code: "ERR_SESS_DATA_UNSERIALIZABLE" satisfies SessErrorCode });
}

/** `cart.items[0]["odd key"]`, with the middle left out of a long path. */
function placeOf(key: string, path: readonly (string | number)[]): string {
  const steps = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    return isWord(step) ? `.${step}` : `[${quoted(step)}]`;
  });
  if (steps.length > 16) steps.splice(8, steps.length - 16, "…");
  return (isWord(key) ? key : quoted(key)) + steps.join("");
}

function isWord(text: string): boolean {
  return text.length <= 40 && /^[A-Za-z_$][\w$]*$/.test(text);
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/**
 * Global augmentation point for the data of every session that is not given a type of its own. Optional: a type
 * argument (`Session<MyData>`, `createSessions<MyData>()`) or a `validate` schema does the same without globals.
 *
 * @example
 * declare module "@sess/core" {
 *   interface SessionData {
 *     cart: string[];
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: it exists to be augmented
export interface SessionData {}

/** What a session holds when nobody has said: the augmented `SessionData`, else any key with an unknown value. */
export type DefaultData = keyof SessionData extends never ? Record<string, unknown> : SessionData;

/** The keys of a session's data. */
export type KeyOf<Data extends object> = keyof Data & string;

/** Data while the engine works with it. It has no prototype, so `__proto__` and `constructor` are plain keys. */
export type PlainData = Record<string, unknown>;

/** A copy of `source`'s own keys without a prototype. */
export function plainData(source: object): PlainData {
  const data: PlainData = Object.create(null);
  for (const key of Object.keys(source)) data[key] = (source as PlainData)[key];
  return data;
}

/** `data` itself, from which its prototype is taken. */
export function withoutPrototype(data: PlainData): PlainData {
  return Object.setPrototypeOf(data, null);
}

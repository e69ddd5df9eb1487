import { assertKeepable } from "./codec.ts";
import { type DefaultData, type KeyOf, type PlainData, plainData } from "./data.ts";
import { received } from "./errors.ts";
import { runUpdate } from "./merge.ts";
import { assertKey, changesOf, dataOf, handOut, SessionBase, stateOf } from "./session-base.ts";

/** The session as a dictionary of its data. */
export class SessionDictionary<Data extends object = DefaultData> extends SessionBase {
  /** The value under `key`, or `fallback`. */
  get<Key extends KeyOf<Data>>(key: Key): Data[Key] | undefined;
  get<Key extends KeyOf<Data>>(key: Key, fallback: NonNullable<Data[Key]>): NonNullable<Data[Key]>;
  get(key: string, fallback?: unknown): unknown {
    const value = dataOf(this)[key];
    if (value === undefined) return fallback;
    if (typeof value === "object") handOut(this);
    return value;
  }

  /**
   * Keeps `value` under `key`. Throws a `TypeError` at once, naming the key, for what the codec cannot keep: with JSON
   * undefined, functions, symbols, BigInt, cycles, NaN, Map, Set, Date and class instances.
   */
  set<Key extends KeyOf<Data>>(key: Key, value: Data[Key]): void {
    dataOf(this);
    assertKey("set", key);
    assertKeepable(stateOf(this).engine.settings.codec, key, value);
    keep(this, key, value);
  }

  /** Whether there is a value under `key`. */
  has(key: KeyOf<Data>): boolean {
    return key in dataOf(this);
  }

  /** Drops `key`. Says whether it was there. */
  delete(key: KeyOf<Data>): boolean {
    const data = dataOf(this);
    if (!(key in data)) return false;
    delete data[key];
    changesOf(this).change(key);
    return true;
  }

  /** The value under `key`, which is dropped, or `fallback`. */
  pop<Key extends KeyOf<Data>>(key: Key): Data[Key] | undefined;
  pop<Key extends KeyOf<Data>>(key: Key, fallback: NonNullable<Data[Key]>): NonNullable<Data[Key]>;
  pop(key: string, fallback?: unknown): unknown {
    const value = dataOf(this)[key];
    return this.delete(key as KeyOf<Data>) ? value : fallback;
  }

  /** The value under `key`; where there is none, `value` is kept and returned. */
  setDefault<Key extends KeyOf<Data>>(key: Key, value: NonNullable<Data[Key]>): NonNullable<Data[Key]> {
    if (!this.has(key)) this.set(key, value);
    return this.get(key) as NonNullable<Data[Key]>;
  }

  /** Sets every key of `values`, and marks the session modified even if there is none. */
  assign(values: Partial<Data>): void {
    for (const [key, value] of keepableEntries(this, "assign", values)) keep(this, key, value);
    changesOf(this);
  }

  /**
   * Changes the value under `key` by a pure, synchronous function of the present one; undefined deletes. Where another
   * request has saved meanwhile it runs again on the newer value: counters and carts lose nothing. Throws a `TypeError`
   * for a function that returns a promise.
   *
   * @example
   * session.update("cart", (cart = []) => [...cart, { sku: "A1", quantity: 1 }]);
   */
  update<Key extends KeyOf<Data>>(
    key: Key,
    change: (current: Data[Key] | undefined) => Data[Key] | undefined,
  ): void {
    if (typeof change !== "function") {
      throw new TypeError(
        "[sess] update takes a key and a function of the current value. For several keys, use assign({…}).",
      );
    }
    assertKey("update", key);
    const { settings } = stateOf(this).engine;
    const data = dataOf(this);
    const result: PlainData = Object.create(null);
    if (key in data) result[key] = data[key];
    runUpdate(result, { key, change: change as (current: unknown) => unknown });
    if (key in result) assertKeepable(settings.codec, key, result[key]);
    if (typeof data[key] === "object" || typeof result[key] === "object") handOut(this);
    if (key in result) data[key] = result[key];
    else delete data[key];
    changesOf(this).update(key, change as (current: unknown) => unknown);
  }

  /** The keys, in the order in which they were set. */
  keys(): KeyOf<Data>[] {
    return Object.keys(dataOf(this)) as KeyOf<Data>[];
  }

  /** The values, in the order of the keys. */
  values(): Data[KeyOf<Data>][] {
    return Object.values(handOut(this)) as Data[KeyOf<Data>][];
  }

  /** Keys with their values. */
  entries(): [KeyOf<Data>, Data[KeyOf<Data>]][] {
    return Object.entries(handOut(this)) as [KeyOf<Data>, Data[KeyOf<Data>]][];
  }

  [Symbol.iterator](): IterableIterator<[KeyOf<Data>, Data[KeyOf<Data>]]> {
    return this.entries()[Symbol.iterator]();
  }

  /** How many keys there are. */
  get size(): number {
    return Object.keys(dataOf(this)).length;
  }

  /** A shallow copy of the data, for `JSON.stringify`. */
  toJSON(): Partial<Data> {
    return Object.fromEntries(Object.entries(handOut(this))) as Partial<Data>;
  }

  /**
   * The same data as a plain object without a prototype; reading and writing through it equals `get` and `set`, also
   * inside its values. Assigning an object replaces all data.
   *
   * @example
   * session.data.cart = [...(session.data.cart ?? []), "apple"];
   */
  get data(): Partial<Data> {
    return handOut(this) as Partial<Data>;
  }

  set data(data: Partial<Data>) {
    const entries = keepableEntries(this, "session.data", data);
    this.clear();
    for (const [key, value] of entries) keep(this, key, value);
  }

  /** Drops all keys, at once for all requests under way; the session itself stays. */
  clear(): void {
    dataOf(this);
    stateOf(this).data = plainData({});
    changesOf(this).clear();
  }
}

/** Sets what was found keepable. The caller goes on holding an object, and may change it inside. */
function keep(session: SessionBase, key: string, value: unknown): void {
  const data = typeof value === "object" ? handOut(session) : dataOf(session);
  data[key] = value;
  changesOf(session).change(key);
}

/** The entries of `values`: all of them are refused before any is set, so that nothing is left half done. */
function keepableEntries(session: SessionBase, member: string, values: object): [string, unknown][] {
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw new TypeError(
      `[sess] ${member} takes an object of keys and values. Received ${received(values)}. For one key use set(key, value); to end the session, await flush().`,
    );
  }
  dataOf(session);
  const { codec } = stateOf(session).engine.settings;
  const entries = Object.entries(values);
  for (const [key, value] of entries) assertKeepable(codec, key, value);
  return entries;
}

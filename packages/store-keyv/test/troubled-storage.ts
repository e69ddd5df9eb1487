import { EventEmitter } from "node:events";

/** How a storage tells of a failure: by a rejection, or by an event and the answer of a call on a missing key. */
export type Manner = "rejects" | "emits";

/** A storage in memory whose calls can be made to fail and to wait. */
export class TroubledStorage extends EventEmitter {
  readonly entries: Map<string, unknown> = new Map();
  /** The time to live of each call of `set`, in milliseconds. */
  readonly ttls: (number | undefined)[] = [];
  namespace: string | undefined;
  manner: Manner | undefined;
  disconnected = 0;
  #gate: Promise<void> | undefined;

  /** Holds every call that begins from now on, until what it answers is called. */
  hold(): () => void {
    let open = () => {};
    this.#gate = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  }

  async get(key: string): Promise<unknown> {
    return this.#answer(() => this.entries.get(key), undefined);
  }

  async set(key: string, value: unknown, ttl?: number): Promise<unknown> {
    this.ttls.push(ttl);
    return this.#answer(() => void this.entries.set(key, value), undefined);
  }

  async delete(key: string): Promise<boolean> {
    return this.#answer(() => this.entries.delete(key), false);
  }

  async clear(): Promise<void> {
    this.entries.clear();
  }

  async disconnect(): Promise<void> {
    this.disconnected++;
  }

  async #answer<T>(act: () => T, swallowed: T): Promise<T> {
    await this.#gate;
    if (this.manner === undefined) return act();
    const error = new Error("the storage is down");
    if (this.manner === "rejects") throw error;
    this.emit("error", error);
    return swallowed;
  }
}

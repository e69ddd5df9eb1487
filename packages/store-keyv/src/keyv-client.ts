import { invalidOption } from "@sess/core";

/** What the store needs of a `Keyv`: one of version 6, or one of version 5.4 or newer, as it is. */
export interface KeyvClient {
  get(key: string): Promise<unknown>;
  /** `ttl` is in milliseconds; 0 means for ever. */
  set(key: string, value: string, ttl: number): Promise<boolean>;
  delete(key: string): Promise<boolean>;
  on(event: "error", listener: (error: unknown) => void): unknown;
  off(event: "error", listener: (error: unknown) => void): unknown;
  disconnect(): Promise<void>;
  /** The storage, possibly inside others. */
  readonly store?: unknown;
  readonly compression?: unknown;
  /** Keyv 6 */
  readonly encryption?: unknown;
  /** Keyv 5: false, its default, makes a failed `get` look like a missing key. */
  readonly throwOnErrors?: boolean;
  /** Keyv 5: with `emitErrors: false` nobody hears of the errors that a storage swallows. */
  readonly opts?: { readonly emitErrors?: boolean | undefined };
  /** Keyv 6, which emits every error. */
  readonly checkExpired?: boolean;
}

/** Refuses what is no Keyv, and one whose failures cannot be told from missing keys. */
export function assertReportsErrors(client: KeyvClient): void {
  const methods = ["get", "set", "delete", "on", "off", "disconnect"] as const;
  const missing = methods.find((method) => typeof client?.[method] !== "function");
  if (missing !== undefined) {
    throw invalidOption(
      "client",
      `must be a Keyv, or a function that returns one, but has no \`${missing}\``,
      client,
    );
  }
  if (client.checkExpired !== undefined) return;
  if (client.throwOnErrors !== true) {
    throw invalidOption(
      "client",
      "must be a Keyv 6, or a Keyv 5.4 or newer made with `throwOnErrors: true`: otherwise a failing storage looks like an empty one, and every user like a stranger",
      client.throwOnErrors,
      `throwOnErrors: ${client.throwOnErrors}`,
    );
  }
  if (client.opts?.emitErrors === false) {
    throw invalidOption(
      "client",
      "must emit errors: some storages report a failure in no other way",
      false,
      "emitErrors: false",
    );
  }
}

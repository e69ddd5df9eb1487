import type { KeyvClient } from "@sess/store-keyv";
import { Keyv as Keyv6 } from "keyv";
import { Keyv as Keyv5 } from "keyv5";

/** What both versions take. */
export interface MadeWith {
  readonly store?: unknown;
  readonly namespace?: string;
}

/** Each version of Keyv that fits, by name, with what it has to be told. */
export const versions: readonly (readonly [name: string, make: (options?: MadeWith) => KeyvClient])[] = [
  ["Keyv 5", (options) => new Keyv5({ ...options, throwOnErrors: true })],
  ["Keyv 6", (options) => new Keyv6({ ...options })],
];

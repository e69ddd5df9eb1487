import type { Codec } from "./codec.ts";
import type { PlainData } from "./data.ts";

/** One flash value. Its own name is what taking it removes, also where another request has added one of the same key. */
export interface FlashEntry {
  readonly name: string;
  readonly key: string;
  readonly value: unknown;
}

/** The text of flash values, or the empty string for none. */
export function encodeFlash(codec: Codec, entries: readonly FlashEntry[]): string {
  if (entries.length === 0) return "";
  const data: PlainData = Object.create(null);
  for (const entry of entries) data[entry.name] = [entry.key, entry.value];
  return codec.encode(data);
}

/** The flash values in a text, in the order in which they were added. */
export function decodeFlash(codec: Codec, text: string): readonly FlashEntry[] {
  if (text === "") return [];
  return Object.entries(codec.decode(text)).map(([name, entry]) => {
    const [key, value] = entry as [string, unknown];
    return { name, key, value };
  });
}

/** What is kept: the entries of the record without those taken, then those added. */
export function mergeFlash(
  kept: readonly FlashEntry[],
  added: readonly FlashEntry[],
  taken: ReadonlySet<string>,
): readonly FlashEntry[] {
  return [...kept, ...added].filter((entry) => !taken.has(entry.name));
}

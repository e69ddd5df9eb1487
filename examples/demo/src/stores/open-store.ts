import { UsageError } from "../usage-error.ts";
import type { OpenedStore } from "./opener.ts";
import { withoutPassword } from "./place.ts";
import { schemes } from "./schemes.ts";

/**
 * Opens the store that `url` names, and tries it. Throws a `UsageError` for a scheme that there is none for, and for a
 * backend that does not answer.
 */
export async function openStore(url: string): Promise<OpenedStore> {
  const [, scheme = "", rest = ""] = /^([a-z]+):(.*)$/s.exec(url) ?? [];
  const found = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (found === undefined) {
    const known = Object.keys(schemes).map((name) => `${name}:`);
    throw new UsageError(
      `--store takes a URL that begins with ${known.join(", ")}. It is "${withoutPassword(url)}".`,
    );
  }
  const open = await found.load();
  try {
    const opened = await open(url, rest, openStore);
    if ("read" in opened.store) await opened.store.read("A".repeat(22), Date.now());
    return opened;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The store ${withoutPassword(url)} cannot be used: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** The message of what is underneath; connections that are refused on several addresses have none of their own. */
function messageOf(error: unknown): string {
  const { cause, code, errors, message } = error as AggregateError & { readonly code?: string };
  if (cause !== undefined) return messageOf(cause);
  return message || errors?.map(messageOf).join(", ") || code || String(error);
}

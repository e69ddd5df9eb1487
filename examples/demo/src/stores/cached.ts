import { cachedStore } from "@sess/store-cached";
import { UsageError } from "../usage-error.ts";
import type { OpenedStore, Opener } from "./opener.ts";

/** Between the two URLs: a plus that a scheme follows. */
const between = /\+(?=[a-z]+:)/;

export const openCached: Opener = async (_url, rest, open) => {
  const [fastUrl, slowUrl, ...more] = rest.split(between);
  if (fastUrl === undefined || slowUrl === undefined || more.length > 0) {
    throw new UsageError(
      "--store cached: takes two URLs with a plus between them, the fast one first, as in cached:redis://localhost+sqlite:data/demo.sqlite.",
    );
  }
  const fast = await open(fastUrl);
  try {
    const slow = await open(slowUrl);
    const store = cachedStore({ fast: byKey(fast), slow: byKey(slow) });
    return { store, name: `${slow.name}, behind ${fast.name}` };
  } catch (error) {
    await fast.store.close?.();
    throw error;
  }
};

function byKey({ store, name }: OpenedStore) {
  if ("read" in store) return store;
  throw new UsageError(`--store cached: takes two stores on the server, and this is none: ${name}.`);
}

export type { CachedStoreOptions } from "./cached-options.ts";
export { cachedStore } from "./cached-store.ts";
export type { FastCall } from "./fast-tier.ts";

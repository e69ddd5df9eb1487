export type { KeyvClient } from "./keyv-client.ts";
export type { KeyvStoreOptions } from "./keyv-options.ts";
export { keyvStore } from "./keyv-store.ts";

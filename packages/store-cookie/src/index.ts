export type { CookieStoreOptions } from "./cookie-options.ts";
export { type CookieStore, cookieStore } from "./cookie-store.ts";

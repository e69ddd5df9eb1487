import { cookieStore } from "@sess/store-cookie";
import type { Opener } from "./opener.ts";

/** Node takes a request with three full cookies; nothing stands in front of it here. */
const maxCookies = 3;

export const openCookie: Opener = () => ({
  store: cookieStore({ maxCookies }),
  name: "your browser, encrypted in the cookie",
});

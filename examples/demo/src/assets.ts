import { readFileSync } from "node:fs";

/** What browsers load besides pages. No session is opened for it. */
export interface Asset {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** All of it. */
export const assets: readonly Asset[] = [
  asset("style.css", "text/css; charset=utf-8"),
  asset("back-button.js", "text/javascript; charset=utf-8"),
  asset("countdown.js", "text/javascript; charset=utf-8"),
  asset("parallel.js", "text/javascript; charset=utf-8"),
  asset("icon.svg", "image/svg+xml"),
];

function asset(name: string, type: string): Asset {
  return {
    path: `/${name}`,
    headers: {
      "Cache-Control": "public, max-age=60",
      "Content-Type": type,
      "X-Content-Type-Options": "nosniff",
    },
    text: readFileSync(new URL(`../public/${name}`, import.meta.url), "utf8"),
  };
}

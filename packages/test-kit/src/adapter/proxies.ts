import { equal, ok } from "../assert.ts";
import type { Group } from "./bench.ts";
import { createBrowser } from "./browser.ts";
import { usualRoutes } from "./routes.ts";
import { play, type Scene } from "./scene.ts";
import { parseCookie } from "./set-cookie.ts";
import { tlsClient, tlsServer } from "./tls.ts";

const routes = usualRoutes;
const forwarded = { headers: [["X-Forwarded-Proto", "https"]] } as const;

/** Name and security of the cookie of a first visit. */
async function firstCookie({ stranger }: Scene, asked = {}) {
  const { name, attributes } = parseCookie((await stranger().get("/set", asked)).setCookies[0]);
  return `${name}${attributes.secure === undefined ? "" : ", Secure"}`;
}

/** Which requests count as secure. */
export const proxyGroup: Group = {
  title: "https and proxies",
  define(bench) {
    const { behaves } = bench;

    behaves("X-Forwarded-Proto from anybody is not believed", () =>
      play(bench, { routes }, async (scene) => {
        equal(await firstCookie(scene, forwarded), "sid", "the cookie");
      }),
    );

    behaves(
      "X-Forwarded-Proto is believed where the framework trusts its proxy",
      () =>
        play(bench, { routes, app: { trustProxy: true } }, async (scene) => {
          equal(await firstCookie(scene, forwarded), "__Host-sid, Secure", "the cookie behind https");
          equal(await firstCookie(scene), "sid", "the cookie without the field");
          equal(
            await firstCookie(scene, { headers: [["X-Forwarded-Proto", "http"]] }),
            "sid",
            "the cookie behind http",
          );
        }),
      "proxies",
    );

    behaves("secure(request) decides where nothing else does, given the framework's own request", () => {
      const secure = (request: never) => bench.adapter.header(request, "X-Forwarded-Proto") === "https";
      return play(bench, { routes, options: { secure } }, async (scene) => {
        equal(await firstCookie(scene, forwarded), "__Host-sid, Secure", "the cookie behind https");
        equal(await firstCookie(scene), "sid", "the cookie without the field");
      });
    });

    behaves(
      "a connection over TLS is secure by itself",
      () =>
        play(bench, { routes, app: { protocol: "https", tls: tlsServer } }, async ({ url }) => {
          const browser = createBrowser(url, tlsClient);
          const { name, attributes } = parseCookie((await browser.get("/set")).setCookies[0]);
          equal([name, attributes.secure], ["__Host-sid", ""], "the cookie");
          equal((await browser.get("/read")).text, '{"n":"1"}', "the next visit");
        }),
      "https",
    );

    behaves(
      "in production the cookie is Secure whatever the request looks like, with one warning",
      async () => {
        const before = process.env.NODE_ENV;
        const warnings: string[] = [];
        const hear = (warning: Error) => {
          if (warning.name === "SessWarning") warnings.push(warning.message);
        };
        process.on("warning", hear);
        process.env.NODE_ENV = "production";
        try {
          await play(bench, { routes }, async (scene) => {
            equal(await firstCookie(scene), "__Host-sid, Secure", "the cookie of the first visit");
            equal(await firstCookie(scene), "__Host-sid, Secure", "the cookie of the second visit");
          });
          equal(warnings.length, 1, `warnings (${warnings.join(" | ")})`);
          ok(/prox/i.test(warnings[0] ?? ""), "a warning that says what to do about a proxy");
        } finally {
          process.off("warning", hear);
          if (before === undefined) delete process.env.NODE_ENV;
          else process.env.NODE_ENV = before;
        }
      },
    );
  },
};

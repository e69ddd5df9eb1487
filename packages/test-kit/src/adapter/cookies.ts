import { equal, matches, ok } from "../assert.ts";
import type { Group } from "./bench.ts";
import { acting, usualRoutes } from "./routes.ts";
import { play } from "./scene.ts";
import { parseCookie } from "./set-cookie.ts";

const day = 86_400;

/** Name and attributes of the cookie, and its place beside other people's. */
export const cookieGroup: Group = {
  title: "cookie",
  define(bench) {
    const { behaves } = bench;
    const routes = usualRoutes;

    behaves("is named sid over http, for all paths, until the absolute end, and is not Secure", () =>
      play(bench, { routes }, async ({ browser }) => {
        const { setCookies } = await browser.get("/set");
        equal(setCookies.length, 1, "cookies");
        const { name, attributes } = parseCookie(setCookies[0]);
        equal(name, "sid", "name");
        equal(
          attributes,
          { "max-age": String(30 * day), path: "/", httponly: "", samesite: "Lax" },
          "attributes",
        );
      }),
    );

    behaves("is named __Host-sid and is Secure over https", () =>
      play(bench, { routes, options: { secure: () => true } }, async ({ browser }) => {
        const { name, attributes } = parseCookie((await browser.get("/set")).setCookies[0]);
        equal(name, "__Host-sid", "name");
        equal(attributes.secure, "", "Secure");
        equal(attributes.path, "/", "Path");
        equal(attributes.domain, undefined, "Domain");
        equal((await browser.get("/read")).text, '{"n":"1"}', "the next visit");
      }),
    );

    behaves("is named __Secure-sid with a domain and a path of its own", () =>
      play(
        bench,
        { routes, options: { secure: () => true, cookie: { domain: "example.com", path: "/set" } } },
        async ({ browser }) => {
          const { name, attributes } = parseCookie((await browser.get("/set")).setCookies[0]);
          equal(name, "__Secure-sid", "name");
          equal([attributes.domain, attributes.path], ["example.com", "/set"], "Domain and Path");
        },
      ),
    );

    behaves("carries SameSite=None, Partitioned and Priority where they are asked for", () =>
      play(
        bench,
        {
          routes,
          options: {
            cookie: { secure: true, sameSite: "none", partitioned: true, priority: "high", httpOnly: false },
          },
        },
        async ({ browser }) => {
          const { attributes } = parseCookie((await browser.get("/set")).setCookies[0]);
          const expected = { samesite: "None", partitioned: "", priority: "High", secure: "", path: "/" };
          equal(attributes, { ...expected, "max-age": String(30 * day) }, "attributes");
        },
      ),
    );

    behaves("lives 400 days at most", () =>
      play(bench, { routes, options: { absolute: "500d" } }, async ({ browser }) => {
        equal(
          parseCookie((await browser.get("/set")).setCookies[0]).attributes["max-age"],
          String(400 * day),
          "Max-Age",
        );
      }),
    );

    behaves("is sent once, when the session begins, and not with ordinary saves", () =>
      play(bench, { routes }, async ({ browser }) => {
        equal((await browser.get("/set")).setCookies.length, 1, "cookies of the first visit");
        equal((await browser.get("/set?value=2")).setCookies, [], "cookies of the second visit");
        equal((await browser.get("/read")).text, '{"n":"2"}', "what was saved");
      }),
    );

    const savesTwice = acting(async (session) => {
      session.set("a", 1);
      await session.save();
      session.rotate();
      session.set("b", 2);
    });

    behaves("comes once, after several saves and a rotation in one request", () =>
      play(bench, { routes: { ...routes, "/twice": savesTwice } }, async ({ browser }) => {
        equal((await browser.get("/twice")).setCookies.length, 1, "cookies");
        equal((await browser.get("/read")).text, '{"a":1,"b":2}', "the next visit");
      }),
    );

    const others = [
      ["Set-Cookie", "theme=dark; Path=/"],
      ["Set-Cookie", "lang=en"],
    ] as const;

    behaves("leaves the cookies of others in place, in their order", () =>
      play(
        bench,
        { routes: { "/": acting((session) => session.set("n", 1), { headers: others }) } },
        async ({ browser }) => {
          const { setCookies } = await browser.get("/");
          equal(setCookies.slice(0, 2), ["theme=dark; Path=/", "lang=en"], "the others");
          equal(
            setCookies.slice(2).map((line) => parseCookie(line).name),
            ["sid"],
            "ours",
          );
        },
      ),
    );

    behaves(
      "leaves cookies that were given to writeHead in place",
      () =>
        play(
          bench,
          {
            routes: { "/": acting((session) => session.set("n", 1), { headers: others, head: "writeHead" }) },
          },
          async ({ browser }) => {
            const { setCookies } = await browser.get("/");
            equal(
              setCookies.map((line) => parseCookie(line).name).sort(),
              ["lang", "sid", "theme"],
              "cookies",
            );
          },
        ),
      "writeHead",
    );

    behaves("replaces a cookie of the same name that the handler wrote by hand", () =>
      play(
        bench,
        {
          routes: {
            ...routes,
            "/": acting((session) => session.set("n", 1), {
              headers: [["Set-Cookie", "sid=by-hand"], ...others],
            }),
          },
        },
        async ({ browser }) => {
          const names = (await browser.get("/")).setCookies.map((line) => parseCookie(line).name);
          equal(names, ["theme", "lang", "sid"], "cookies");
          equal((await browser.get("/read")).text, '{"n":1}', "the next visit");
        },
      ),
    );

    behaves("is found in any of several Cookie fields", () =>
      play(bench, { routes }, async ({ browser }) => {
        await browser.get("/set");
        const ours = `sid=${browser.cookies.get("sid")}`;
        for (const cookies of [["a=b; c=d", ours], [ours, "e=f"], [`a=b; ${ours}; c=d`]]) {
          equal((await browser.get("/read", { cookies })).text, '{"n":"1"}', `with ${cookies.length} fields`);
        }
      }),
    );

    behaves("tells nothing but to whom it was given: ID, secret, epoch and MAC", () =>
      play(
        bench,
        { routes: { ...routes, "/id": (exchange) => ({ text: exchange.session.id ?? "" }) } },
        async (scene) => {
          await scene.browser.get("/set?value=hidden");
          const value = scene.browser.cookies.get("sid") ?? "";
          matches(value, /^[\w-]{22}\.[\w-]{32}\.[0-9a-z]+\.[\w-]{43}$/, "value");
          ok(!Buffer.from(value, "base64").includes("hidden"), "no data in the cookie");
          equal((await scene.browser.get("/id")).text, value.slice(0, 22), "the ID");
        },
      ),
    );
  },
};

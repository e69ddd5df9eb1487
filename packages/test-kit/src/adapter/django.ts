import { isSessError } from "@sess/core";
import { equal, ok } from "../assert.ts";
import type { Handler } from "./app.ts";
import type { Group } from "./bench.ts";
import { type ObservedStore, observedStore } from "./observed-store.ts";
import { acting, usualRoutes } from "./routes.ts";
import { play } from "./scene.ts";
import { parseCookie } from "./set-cookie.ts";

const routes = usualRoutes;

/** What Django's own tests ask of its middleware, by their numbers in the acceptance list (59 to 70). */
export const djangoGroup: Group = {
  title: "what Django's middleware does",
  define(bench) {
    const { behaves } = bench;

    behaves("django 59: the secure setting makes the cookie Secure, and the response varies on Cookie", () =>
      play(bench, { routes, options: { cookie: { secure: true } } }, async ({ browser }) => {
        const answer = await browser.get("/set");
        equal(parseCookie(answer.setCookies[0]).attributes.secure, "", "Secure");
        equal(answer.header("Vary")?.toLowerCase().includes("cookie"), true, "Vary");
      }),
    );

    behaves("django 60: HttpOnly is in the cookie", () =>
      play(bench, { routes }, async ({ browser }) => {
        equal(parseCookie((await browser.get("/set")).setCookies[0]).attributes.httponly, "", "HttpOnly");
      }),
    );

    behaves("django 61: HttpOnly is not in the cookie where it is switched off", () =>
      play(bench, { routes, options: { cookie: { httpOnly: false } } }, async ({ browser }) => {
        equal(
          parseCookie((await browser.get("/set")).setCookies[0]).attributes.httponly,
          undefined,
          "HttpOnly",
        );
      }),
    );

    behaves("django 62: SameSite=Strict is in the cookie", () =>
      play(bench, { routes, options: { cookie: { sameSite: "strict" } } }, async ({ browser }) => {
        equal(
          parseCookie((await browser.get("/set")).setCookies[0]).attributes.samesite,
          "Strict",
          "SameSite",
        );
      }),
    );

    for (const [number, status] of [
      [63, 500],
      [64, 503],
    ]) {
      behaves(`django ${number}: a response with status ${status} saves nothing`, () =>
        play(bench, { routes }, async ({ browser, store }) => {
          equal((await browser.get(`/set?status=${status}`)).setCookies, [], "cookies");
          equal(store.calls.write, 0, "writes");
        }),
      );
    }

    behaves(
      "django 65: a session deleted during the request is not brought back: the change is dropped",
      () => {
        const store = observedStore();
        return play(
          bench,
          { store, routes: { ...routes, "/late": losing(store) } },
          async ({ browser, told }) => {
            await browser.get("/set");
            const { status, setCookies } = await browser.get("/late");
            equal([status, setCookies], [200, []], "status and cookies");
            equal(
              told("gone").map((event) => event.reason),
              ["vanished"],
              "events",
            );
            equal((await browser.get("/read")).text, "{}", "the next visit");
          },
        );
      },
    );

    behaves("django 65: with onGone: error the request is interrupted (a bad request)", () => {
      const store = observedStore();
      const onError = (error: unknown) => ({
        status: isSessError(error) ? error.status : 500,
      });
      const setting = { store, options: { onGone: "error" as const }, app: { onError } };
      return play(
        bench,
        { ...setting, routes: { ...routes, "/late": losing(store) } },
        async ({ browser }) => {
          await browser.get("/set");
          const { status, setCookies } = await browser.get("/late");
          equal([status, setCookies], [400, []], "status and cookies");
          equal((await browser.get("/read")).text, "{}", "the next visit");
        },
      );
    });

    behaves("django 66: a flush removes the cookie that came, and varies on Cookie", () =>
      play(bench, { routes }, async ({ browser }) => {
        await browser.get("/set");
        const answer = await browser.get("/flush");
        const removal =
          "sid=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; SameSite=Lax";
        equal(answer.setCookies, [removal], "cookies");
        equal(answer.header("Vary"), "Cookie", "Vary");
      }),
    );

    behaves("django 67: a flush removes a cookie with a domain and a path of its own", () =>
      play(
        bench,
        { routes, options: { cookie: { domain: "example.local", path: "/example/" } } },
        async ({ browser }) => {
          await browser.get("/set");
          const { name, value, attributes } = parseCookie((await browser.get("/flush")).setCookies[0]);
          equal([name, value], ["sid", ""], "name and value");
          equal([attributes.domain, attributes.path], ["example.local", "/example/"], "Domain and Path");
          equal([attributes["max-age"], attributes.expires], ["0", "Thu, 01 Jan 1970 00:00:00 GMT"], "dates");
        },
      ),
    );

    behaves("django 68: a flush without a cookie sends none, and varies on Cookie", () =>
      play(bench, { routes }, async ({ browser }) => {
        const answer = await browser.get("/flush");
        equal([answer.setCookies, answer.header("Vary")], [[], "Cookie"], "cookies and Vary");
      }),
    );

    behaves(
      "django 69: with touchAfter: 0 every use moves the deadline; the cookie need not be sent again",
      () =>
        play(bench, { routes, options: { touchAfter: 0 } }, async ({ browser, store, clock }) => {
          await browser.get("/set");
          store.forget();
          for (let visit = 1; visit <= 3; visit++) {
            clock.advance(1);
            const answer = await browser.get("/read");
            equal([answer.setCookies, answer.header("Vary")], [[], "Cookie"], "cookies and Vary");
            equal(store.calls.touch, visit, "touches");
          }
        }),
    );

    behaves("django 70: a session emptied of data is saved, under its own ID", () =>
      play(bench, { routes }, async ({ browser, store, clock }) => {
        await browser.get("/set");
        const id = (browser.cookies.get("sid") ?? "").slice(0, 22);
        const answer = await browser.get("/clear");
        equal([answer.text, answer.setCookies, answer.header("Vary")], ["{}", [], "Cookie"], "the answer");
        equal((await browser.get("/read")).text, "{}", "the next visit");
        ok((await store.read(id, clock.now())) !== undefined, "the record is still there");
      }),
    );
  },
};

/** A handler whose session is ended by somebody else before it writes. */
function losing(store: ObservedStore): Handler {
  return acting(async (session) => {
    await store.remove(session.id ?? "");
    session.set("n", "late");
  });
}

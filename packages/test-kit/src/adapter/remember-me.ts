import { equal } from "../assert.ts";
import type { Bench, Group } from "./bench.ts";
import type { Answer } from "./browser.ts";
import { acting, query, usualRoutes } from "./routes.ts";
import { play, type Scene, type Setting } from "./scene.ts";
import { parseCookie } from "./set-cookie.ts";

const hour = 3600;
const day = 24 * hour;

const routes = {
  ...usualRoutes,
  /** `?seconds=`, `?date=` (epoch milliseconds), `?absolute=` seconds; none of them: the default again. */
  "/expiry": acting((session, exchange) => {
    session.set("n", "1");
    const [seconds, date, absolute] = ["seconds", "date", "absolute"].map((name) => query(exchange, name));
    if (absolute !== undefined) session.setAbsolute(Number(absolute));
    else if (date !== undefined) session.setExpiry(new Date(Number(date)));
    else session.setExpiry(seconds === undefined ? null : Number(seconds));
  }),
};

/** The cookie's `Max-Age`; "browser" where it ends with the browser, undefined where none was sent. */
function maxAge(answer: Answer): number | "browser" | undefined {
  if (answer.setCookies.length === 0) return undefined;
  const age = parseCookie(answer.setCookies[0]).attributes["max-age"];
  return age === undefined ? "browser" : Number(age);
}

/** "Remember me", and sessions that end with the browser. */
export const rememberMeGroup: Group = {
  title: "remember me and browser-close",
  define(bench) {
    const lasting = (
      title: string,
      test: (scene: Scene) => Promise<void>,
      options: Setting["options"] = {},
    ) => bench.behaves(title, () => play(bench, { routes, options }, test));
    const halfDay = { idle: "12h", absolute: "12h" };

    lasting(
      "setAbsolute: 90 days beside a default of 12 hours",
      async ({ browser, stranger, clock }) => {
        equal(maxAge(await stranger().get("/set")), 12 * hour, "Max-Age by default");
        equal(
          maxAge(await browser.get(`/expiry?absolute=${90 * day}`)),
          90 * day,
          "Max-Age with remember me",
        );
        clock.advance(11 * hour);
        equal((await browser.get("/read")).text, '{"n":"1"}', "while it is used");
        clock.advance(2 * hour);
        equal((await browser.get("/read")).text, '{"n":"1"}', "after the default's end");
      },
      halfDay,
    );

    lasting(
      "setExpiry(seconds) is an idle lifetime of its own; the cookie goes on to the absolute end",
      async (scene) => {
        const { browser, clock } = scene;
        equal(maxAge(await browser.get("/expiry?seconds=60")), 30 * day, "Max-Age");
        for (let i = 0; i < 3; i++) {
          clock.advance(50);
          equal((await browser.get("/read")).text, '{"n":"1"}', "while it is used");
        }
        clock.advance(60);
        equal((await browser.get("/read")).text, "{}", "after a minute without use");
      },
    );

    lasting("setExpiry(Date) is a fixed end, in the cookie and on the server", async ({ browser, clock }) => {
      const end = clock.now() + 3 * hour * 1000;
      equal(maxAge(await browser.get(`/expiry?date=${end}`)), 3 * hour, "Max-Age");
      clock.advance(3 * hour - 1);
      equal((await browser.get("/read")).text, '{"n":"1"}', "a second before");
      clock.advance(1);
      equal((await browser.get("/read")).text, "{}", "at the end");
    });

    lasting(
      "setExpiry(0) lasts until the browser closes, and null makes it the default again",
      async ({ browser }) => {
        equal(maxAge(await browser.get("/expiry?seconds=0")), "browser", "with 0");
        equal(maxAge(await browser.get("/set?value=2")), undefined, "with an ordinary save");
        equal(maxAge(await browser.get("/expiry")), 30 * day, "with null");
      },
    );

    lasting("setExpiry(0): on the server it lives like any other", async ({ browser, clock }) => {
      await browser.get("/expiry?seconds=0");
      clock.advance(13 * day);
      equal((await browser.get("/read")).text, '{"n":"1"}', "within the idle lifetime");
      clock.advance(14 * day);
      equal((await browser.get("/read")).text, "{}", "after it");
    });

    browserClose(bench);
  },
};

function browserClose(bench: Bench): void {
  const options = { cookie: { persistent: false } };
  bench.behaves(
    "persistent: false: until the browser closes by default, and not with setExpiry(seconds)",
    () =>
      play(bench, { routes, options }, async ({ browser, clock }) => {
        equal(maxAge(await browser.get("/set")), "browser", "by default");
        equal(maxAge(await browser.get("/expiry?seconds=3600")), 30 * day, "with seconds");
        clock.advance(10);
        equal(maxAge(await browser.get("/expiry")), "browser", "with null");
      }),
  );

  bench.behaves("a rotation keeps the persistence and the end of the cookie", () =>
    play(bench, { routes }, async ({ browser, clock }) => {
      await browser.get(`/expiry?absolute=${90 * day}`);
      clock.advance(day);
      equal(maxAge(await browser.get("/rotate")), 89 * day, "Max-Age");
      await browser.get("/expiry?seconds=0");
      equal(maxAge(await browser.get("/rotate")), "browser", "until the browser closes");
    }),
  );
}

import { equal, ok } from "../assert.ts";
import type { Bench, Group } from "./bench.ts";
import { type Row, secretRows } from "./lifecycle-secrets.ts";
import { observedStore } from "./observed-store.ts";
import { acting, usualRoutes } from "./routes.ts";
import { play, type Scene, type Setting } from "./scene.ts";
import { cookiesOf } from "./set-cookie.ts";

const routes = {
  ...usualRoutes,
  "/save-then-fail": acting(
    async (session) => {
      session.set("n", "saved");
      await session.save();
      session.set("n", "late");
    },
    { status: 500 },
  ),
  "/flush-then-fail": acting((session) => session.flush(), { status: 500 }),
  "/flush-then-write": acting(async (session) => {
    await session.flush();
    session.set("n", "new");
  }),
  "/remember": acting((session) => session.setAbsolute(90 * 86_400)),
  "/until-closed": acting((session) => session.setExpiry(0)),
  "/short": acting((session) => session.setExpiry(60)),
};

/** The rows of the table that decides what a request leaves behind, in their order: the first that matches counts. */
export function lifecycleGroup(kind: "asynchronous" | "synchronous"): Group {
  return {
    title: `lifecycle, over a store that answers ${kind === "synchronous" ? "at once" : "later"}`,
    define(bench) {
      const begun = (
        title: string,
        test: (scene: Scene) => Promise<void>,
        options: Setting["options"] = {},
      ) =>
        bench.behaves(title, () =>
          play(
            bench,
            { routes, options, store: observedStore({ synchronous: kind === "synchronous" }) },
            async (scene) => {
              await scene.browser.get("/set");
              scene.store.forget();
              await test(scene);
            },
          ),
        );
      endRows(begun);
      secretRows(begun);
      changeRows(begun);
      quietRows(begun, bench);
    },
  };
}

function endRows(row: Row): void {
  row(
    "1 flushed: the record is removed at once, and the cookie with the response",
    async ({ browser, store }) => {
      const value = `sid=${browser.cookies.get("sid")}`;
      equal(cookiesOf(await browser.get("/flush")), ["remove sid"], "cookies");
      equal([store.calls.remove, store.calls.write], [1, 0], "removes and writes");
      equal((await browser.get("/read", { cookies: [value] })).text, "{}", "the old cookie");
    },
  );

  row("1 flushed: the cookie is removed at any status", async ({ browser }) => {
    equal(cookiesOf(await browser.get("/flush-then-fail")), ["remove sid"], "cookies");
  });

  row("1 flushed: no cookie is removed where none was sent", async ({ stranger }) => {
    equal(cookiesOf(await stranger().get("/flush")), [], "cookies");
  });

  row("1 flushed, then written: a new session under another ID", async ({ browser }) => {
    const before = browser.cookies.get("sid") ?? "";
    equal(cookiesOf(await browser.get("/flush-then-write")), ["set sid"], "cookies");
    ok(browser.cookies.get("sid")?.slice(0, 22) !== before.slice(0, 22), "another ID");
    equal((await browser.get("/read")).text, '{"n":"new"}', "the next visit");
  });

  row("2 status 500 and more: nothing is saved, no cookie is sent", async ({ browser, stranger, store }) => {
    for (const status of [500, 503, 599]) {
      equal(cookiesOf(await browser.get(`/set?value=lost&status=${status}`)), [], `cookies with ${status}`);
      equal(
        cookiesOf(await stranger().get(`/set?status=${status}`)),
        [],
        `cookies of a new session with ${status}`,
      );
    }
    equal([store.calls.write, store.calls.touch], [0, 0], "writes and touches");
    equal((await browser.get("/read")).text, '{"n":"1"}', "the next visit");
  });

  row("2 status 499 and less: saved like any other", async ({ browser, stranger }) => {
    for (const status of [400, 404, 499]) {
      await browser.get(`/set?value=${status}&status=${status}`);
      equal((await browser.get("/read")).text, `{"n":"${status}"}`, "the next visit");
      equal(
        cookiesOf(await stranger().get(`/set?status=${status}`)),
        ["set sid"],
        "cookies of a new session",
      );
    }
  });

  row(
    "2 status 500 with saveOnError: saved like any other",
    async ({ browser, stranger }) => {
      await browser.get("/set?value=kept&status=500");
      equal((await browser.get("/read")).text, '{"n":"kept"}', "the next visit");
      equal(cookiesOf(await stranger().get("/set?status=500")), ["set sid"], "cookies of a new session");
    },
    { saveOnError: true },
  );

  row("besides: the cookie that a finished save() owes goes out at any status", async ({ stranger }) => {
    const browser = stranger();
    equal(cookiesOf(await browser.get("/save-then-fail")), ["set sid"], "cookies");
    equal((await browser.get("/read")).text, '{"n":"saved"}', "the next visit");
  });
}

function changeRows(row: Row): void {
  row("6 new, with data: one insert, and the cookie", async ({ stranger, store, told }) => {
    const browser = stranger();
    equal(cookiesOf(await browser.get("/set?value=x")), ["set sid"], "cookies");
    equal(store.calls, { read: 0, write: 1, touch: 0, remove: 0 }, "calls");
    equal(told("created").length, 2, "events of both sessions");
    equal((await browser.get("/read")).text, '{"n":"x"}', "the next visit");
  });

  row("8 changed: one conditional write, no cookie", async ({ browser, store }) => {
    equal(cookiesOf(await browser.get("/set?value=2")), [], "cookies");
    equal(store.calls, { read: 1, write: 1, touch: 0, remove: 0 }, "calls");
    equal((await browser.get("/read")).text, '{"n":"2"}', "the next visit");
  });

  row("8 changed lifetime: a cookie only where its date or its persistence changed", async ({ browser }) => {
    equal(cookiesOf(await browser.get("/short")), [], "a shorter idle lifetime");
    equal(cookiesOf(await browser.get("/remember")), ["set sid"], "a later absolute end");
    equal(cookiesOf(await browser.get("/until-closed")), ["set sid"], "no longer persistent");
    equal(cookiesOf(await browser.get("/until-closed")), [], "the same again");
  });

  row("8 set to what it was: nothing is written", async ({ browser, store }) => {
    await browser.get("/set");
    equal(store.calls, { read: 1, write: 0, touch: 0, remove: 0 }, "calls");
  });
}

function quietRows(row: Row, bench: Bench): void {
  row("5 no data and no record: nothing, whatever was done", async ({ stranger, store }) => {
    for (const path of ["/untouched", "/read", "/clear", "/flush", "/rotate"]) {
      equal(cookiesOf(await stranger().get(path)), [], `cookies of ${path}`);
    }
    equal(store.calls, { read: 0, write: 0, touch: 0, remove: 0 }, "calls");
  });

  row(
    "10 unchanged, read, and a touch is due: one conditional touch, no cookie",
    async ({ browser, store, clock }) => {
      clock.advance(86_400);
      equal(cookiesOf(await browser.get("/read")), [], "cookies");
      equal(store.calls, { read: 1, write: 0, touch: 1, remove: 0 }, "calls");
    },
  );

  row("11 unchanged: nothing", async ({ browser, store }) => {
    for (const path of ["/untouched", "/read"])
      equal(cookiesOf(await browser.get(path)), [], `cookies of ${path}`);
    equal(store.calls, { read: 2, write: 0, touch: 0, remove: 0 }, `calls on ${bench.adapter.name}`);
  });
}

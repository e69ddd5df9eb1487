import { equal, ok } from "../assert.ts";
import type { Scene, Setting } from "./scene.ts";
import { cookiesOf, parseCookie } from "./set-cookie.ts";

/** One row of the table, tried on a session that has begun: `{ n: "1" }`. */
export type Row = (
  title: string,
  test: (scene: Scene) => Promise<void>,
  options?: Setting["options"],
) => void;

/** The rows about secrets: retired, unknown, rotated, renewed, presented. */
export function secretRows(row: Row): void {
  row("3 came by a secret retired lately: writes are dropped, nothing is sent", async (scene) => {
    const old = [`sid=${scene.browser.cookies.get("sid")}`];
    await scene.browser.get("/rotate");
    scene.clock.advance(59);
    scene.store.forget();
    equal(cookiesOf(await scene.browser.get("/set?value=late", { cookies: old })), [], "cookies");
    equal(scene.store.calls.write, 0, "writes");
    equal(
      scene.told("gone").map((event) => event.reason),
      ["retired"],
      "events",
    );
    equal((await scene.browser.get("/read")).text, '{"n":"1"}', "the session itself");
  });

  row("3 came by a secret retired lately: a login gets a session of its own", async (scene) => {
    const old = [`sid=${scene.browser.cookies.get("sid")}`];
    await scene.browser.get("/rotate");
    const late = scene.stranger();
    equal(cookiesOf(await late.get("/login?user=eve", { cookies: old })), ["set sid"], "cookies");
    equal((await late.get("/read")).text, "{}", "its data");
    equal((await late.get("/who")).text, "eve", "its owner");
    equal((await scene.browser.get("/who")).text, "nobody", "the owner of the other");
  });

  row("4 came by a longer retired secret: as if no cookie had come", async (scene) => {
    const old = [`sid=${scene.browser.cookies.get("sid")}`];
    await scene.browser.get("/rotate");
    scene.clock.advance(61);
    equal(cookiesOf(await scene.browser.get("/read", { cookies: old })), [], "cookies of a read");
    const late = scene.stranger();
    equal(cookiesOf(await late.get("/set?value=own", { cookies: old })), ["set sid"], "cookies of a write");
    ok(
      late.cookies.get("sid")?.slice(0, 22) !== scene.browser.cookies.get("sid")?.slice(0, 22),
      "another ID",
    );
    equal((await scene.browser.get("/read")).text, '{"n":"1"}', "the session itself");
  });

  row("4 came by an unknown one: as if no cookie had come", async ({ browser, store }) => {
    const old = [`sid=${browser.cookies.get("sid")}`];
    await store.remove((browser.cookies.get("sid") ?? "").slice(0, 22));
    equal(cookiesOf(await browser.get("/read", { cookies: old })), [], "cookies of a read");
    equal(cookiesOf(await browser.get("/clear", { cookies: old })), [], "cookies of a clear");
    equal(cookiesOf(await browser.get("/set", { cookies: old })), ["set sid"], "cookies of a write");
  });

  row("7 rotated: one conditional write, and the new cookie", async (scene) => {
    const before = scene.browser.cookies.get("sid") ?? "";
    equal(cookiesOf(await scene.browser.get("/rotate")), ["set sid"], "cookies");
    equal(scene.store.calls, { read: 1, write: 1, touch: 0, remove: 0 }, "calls");
    equal(scene.browser.cookies.get("sid")?.slice(0, 22), before.slice(0, 22), "the ID");
    equal((await scene.browser.get("/read", { cookies: [`sid=${before}`] })).text, "{}", "by the old cookie");
    equal((await scene.browser.get("/read")).text, '{"n":"1"}', "by the new cookie");
  });

  row(
    "7 renewed by itself: the new cookie, and the old one goes on for the grace",
    async (scene) => {
      const old = { cookies: [`sid=${scene.browser.cookies.get("sid")}`] };
      scene.clock.advance(601);
      equal(cookiesOf(await scene.browser.get("/read")), ["set sid"], "cookies");
      equal(
        (await scene.browser.get("/read", old)).text,
        '{"n":"1"}',
        "by the old cookie, before the new one came",
      );
      await scene.browser.get("/read");
      scene.clock.advance(9);
      equal((await scene.browser.get("/read", old)).text, '{"n":"1"}', "by the old cookie, within the grace");
      scene.clock.advance(2);
      equal((await scene.browser.get("/read", old)).text, "{}", "by the old cookie, after the grace");
      equal((await scene.browser.get("/read")).text, '{"n":"1"}', "by the new cookie");
    },
    { rotateEvery: "10m" },
  );

  row("7 logged in: the new cookie, and both lifetimes anew", async (scene) => {
    const before = scene.browser.cookies.get("sid") ?? "";
    scene.clock.advance(86_400);
    const answer = await scene.browser.get("/login?user=ada");
    equal(cookiesOf(answer), ["set sid"], "cookies");
    equal(parseCookie(answer.setCookies[0]).attributes["max-age"], String(30 * 86_400), "Max-Age");
    equal((await scene.browser.get("/who")).text, "ada", "the owner by the new cookie");
    equal(
      (await scene.browser.get("/who", { cookies: [`sid=${before}`] })).text,
      "nobody",
      "by the old cookie",
    );
  });

  row("9 came by the current secret while a previous one waits: one write, no cookie", async (scene) => {
    await scene.browser.get("/renew");
    scene.store.forget();
    equal(cookiesOf(await scene.browser.get("/untouched")), [], "cookies");
    equal(scene.store.calls, { read: 1, write: 1, touch: 0, remove: 0 }, "calls of the presentation");
    scene.store.forget();
    await scene.browser.get("/read");
    equal(scene.store.calls, { read: 1, write: 0, touch: 0, remove: 0 }, "calls of the visit after");
  });
}

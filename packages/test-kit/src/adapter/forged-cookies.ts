import { createSessions } from "@sess/core";
import { equal, ok } from "../assert.ts";
import type { Group } from "./bench.ts";
import type { Browser } from "./browser.ts";
import { usualRoutes } from "./routes.ts";
import { play, type Scene, secret } from "./scene.ts";

const routes = usualRoutes;
const olderSecret = "x3VbN8mQ1sLkD6fZ0wRtY5uHjC2gEaPo";

/** Visits with these `Cookie` fields, and says what the session held and whether the store was asked. */
async function visit({ browser, store }: Scene, ...cookies: string[]) {
  store.forget();
  const { text, setCookies } = await browser.get("/read", { cookies });
  return { text, setCookies, asked: store.calls.read };
}

const anonymous = { text: "{}", setCookies: [], asked: 0 };

/** Starts a session in this browser, and returns the value of its cookie. */
async function begin(browser: Browser, path = "/set"): Promise<string> {
  await browser.get(path);
  const value = browser.cookies.get("sid");
  ok(value !== undefined, "a session has begun");
  return value;
}

/** Cookies that are not ours, or no longer. */
export const forgedCookieGroup: Group = {
  title: "forged, tossed and old cookies",
  define(bench) {
    const { behaves } = bench;

    behaves("a cookie with one character changed is nobody's, and no store is asked", () =>
      play(bench, { routes }, async (scene) => {
        const value = await begin(scene.browser);
        // One in the ID, the secret, the epoch and the MAC.
        for (const at of [3, 30, value.split(".").slice(0, 2).join(".").length + 1, value.length - 5]) {
          const changed = value.slice(0, at) + (value[at] === "1" ? "2" : "1") + value.slice(at + 1);
          equal(await visit(scene, `sid=${changed}`), anonymous, `changed at ${at}`);
        }
        equal(
          scene.told("tampered").map((event) => event.reason),
          ["forged", "forged", "forged", "forged"],
          "events",
        );
      }),
    );

    behaves("garbage of any kind is nobody's, and no store is asked", () =>
      play(bench, { routes }, async (scene) => {
        const value = await begin(scene.browser);
        const id = value.slice(0, 22);
        const garbage = [
          "",
          "=",
          "x",
          id,
          `${id}.`,
          value.slice(0, -1),
          `${value}x`,
          value.slice(0, value.lastIndexOf(".")),
          value.replaceAll(".", ":"),
          `"${value}"`,
          encodeURIComponent(`${value} `),
          "A".repeat(5000),
          "../../etc/passwd",
          "__proto__",
          "%00",
          "a.b.c.d",
          `${"a".repeat(22)}.${"b".repeat(32)}.0.${"c".repeat(43)}`,
        ];
        for (const text of garbage)
          equal(await visit(scene, `sid=${text}`), anonymous, `sid=${text.slice(0, 40)}`);
      }),
    );

    behaves("a cookie signed with another secret, or for another cookie, is nobody's", () =>
      play(bench, { routes }, async (scene) => {
        for (const options of [{ secret: olderSecret }, { secret, cookie: { name: "other" } }]) {
          const theirs = createSessions({ store: scene.store, clock: scene.clock.now, ...options });
          const session = await theirs.open({ cookies: undefined, secure: false, request: undefined });
          session.set("n", "theirs");
          const line = (await theirs.commit(session, { status: 200 }))?.setCookie[0] ?? "";
          const value = line.slice(line.indexOf("=") + 1, line.indexOf(";"));
          equal(await visit(scene, `sid=${value}`), anonymous, "the visit");
        }
      }),
    );

    behaves("a session that is gone is never adopted: a write starts another one, under another ID", () =>
      play(bench, { routes }, async (scene) => {
        const value = await begin(scene.browser);
        await scene.store.remove(value.slice(0, 22));
        const read = await visit(scene, `sid=${value}`);
        equal([read.text, read.setCookies], ["{}", []], "a read");
        await scene.browser.get("/set?value=new");
        const now = scene.browser.cookies.get("sid") ?? "";
        ok(now.slice(0, 22) !== value.slice(0, 22), "another ID");
        equal((await scene.browser.get("/read")).text, '{"n":"new"}', "the next visit");
        equal(scene.told("unknown").map((event) => event.reason)[0], "missing", "event");
      }),
    );

    behaves("an ID in the URL or in another field of the head opens nothing", () =>
      play(bench, { routes }, async ({ browser, stranger, store }) => {
        const value = await begin(browser);
        store.forget();
        const headers = [
          ["sid", value],
          ["Authorization", `Bearer ${value}`],
          ["X-Session", value],
        ] as const;
        equal((await stranger().get(`/read?sid=${value}`, { headers })).text, "{}", "the visit");
        equal(store.calls.read, 0, "reads");
      }),
    );

    behaves("a bad cookie beside a good one is passed over, in both orders", () =>
      play(bench, { routes }, async (scene) => {
        const good = await begin(scene.browser);
        const bad = `${good.slice(0, -1)}${good.endsWith("A") ? "B" : "A"}`;
        for (const cookies of [
          [`sid=${bad}; sid=${good}`],
          [`sid=${good}; sid=${bad}`],
          [`sid=${bad}`, `sid=${good}`],
        ]) {
          equal((await visit(scene, ...cookies)).text, '{"n":"1"}', cookies.join(" and "));
        }
      }),
    );

    behaves("a cookie of a session that is gone beside a good one is passed over, in both orders", () =>
      play(bench, { routes }, async (scene) => {
        const gone = await begin(scene.stranger());
        const good = await begin(scene.browser);
        await scene.store.remove(gone.slice(0, 22));
        for (const cookies of [`sid=${gone}; sid=${good}`, `sid=${good}; sid=${gone}`]) {
          equal((await visit(scene, cookies)).text, '{"n":"1"}', cookies);
        }
      }),
    );

    behaves("cookies of two live sessions open neither (cookie tossing), in both orders", () =>
      play(bench, { routes }, async (scene) => {
        const mine = await begin(scene.browser);
        const tossed = await begin(scene.stranger(), "/set?value=tossed");
        for (const cookies of [`sid=${mine}; sid=${tossed}`, `sid=${tossed}; sid=${mine}`]) {
          equal((await visit(scene, cookies)).text, "{}", cookies);
        }
        equal(
          scene.told("tampered").map((event) => event.reason),
          ["tossed", "tossed"],
          "events",
        );
      }),
    );

    behaves("at most four cookies of our name are tried", () =>
      play(bench, { routes }, async (scene) => {
        const good = await begin(scene.browser);
        const bad = Array.from({ length: 4 }, (_, i) => `sid=bad${i}`);
        equal(
          (await visit(scene, [...bad.slice(1), `sid=${good}`].join("; "))).text,
          '{"n":"1"}',
          "the fourth",
        );
        equal(await visit(scene, [...bad, `sid=${good}`].join("; ")), anonymous, "the fifth");
      }),
    );

    behaves("over https, the name without prefix is never read", () =>
      play(bench, { routes, options: { secure: () => true } }, async (scene) => {
        await scene.browser.get("/set");
        const value = scene.browser.cookies.get("__Host-sid");
        equal(await visit(scene, `sid=${value}`), anonymous, "under the bare name");
        equal((await visit(scene, `__Host-sid=${value}`)).text, '{"n":"1"}', "under its own name");
      }),
    );

    behaves(
      "a cookie under an older signing secret is issued anew when its session is used, below status 500",
      () =>
        play(bench, { routes, options: { secret: [secret, olderSecret] } }, async (scene) => {
          const before = createSessions({
            secret: olderSecret,
            store: scene.store,
            clock: scene.clock.now,
          });
          const session = await before.open({ cookies: undefined, secure: false, request: undefined });
          session.set("n", "old");
          const line = (await before.commit(session, { status: 200 }))?.setCookie[0] ?? "";
          const old = line.slice(0, line.indexOf(";"));
          equal(
            (await scene.browser.get("/untouched", { cookies: [old] })).setCookies,
            [],
            "on an untouched page",
          );
          equal(
            (await scene.browser.get("/set?status=500", { cookies: [old] })).setCookies,
            [],
            "with status 500",
          );
          const used = await scene.browser.get("/read", { cookies: [old] });
          equal([used.text, used.setCookies.length], ['{"n":"old"}', 1], "when read");
          const renewed = scene.browser.cookies.get("sid") ?? "";
          equal(old.slice(4, 4 + 22), renewed.slice(0, 22), "the ID");
          const only = createSessions({ secret, store: scene.store, clock: scene.clock.now });
          const opened = await only.open({ cookies: `sid=${renewed}`, secure: false, request: undefined });
          equal(opened.get("n"), "old", "read with the new secret only");
          equal((await scene.browser.get("/read")).setCookies, [], "the visit after");
        }),
    );
  },
};

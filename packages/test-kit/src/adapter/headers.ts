import { equal } from "../assert.ts";
import type { Reply } from "./app.ts";
import type { Bench, Group } from "./bench.ts";
import type { Head } from "./browser.ts";
import { acting, usualRoutes } from "./routes.ts";
import { play, type Setting } from "./scene.ts";

/** What a cache is told. */
function cacheFields(answer: Head) {
  return {
    vary: answer.header("Vary"),
    cacheControl: answer.header("Cache-Control"),
    cookies: answer.setCookies.length,
  };
}

/** Every word of a field, lower-case, sorted: the order says nothing. */
function words(field: string | undefined): readonly string[] {
  return (field ?? "")
    .toLowerCase()
    .split(",")
    .map((word) => word.trim())
    .sort();
}

/** What caches are told: what is there is extended, never weakened. */
export const headerGroup: Group = {
  title: "cache headers",
  define(bench) {
    const { behaves } = bench;
    const begun = (title: string, test: Parameters<typeof play>[2], options: Setting["options"] = {}) =>
      behaves(title, () =>
        play(bench, { routes: usualRoutes, options }, async (scene) => {
          await scene.browser.get("/set");
          await test(scene);
        }),
      );
    const nothing = { vary: undefined, cacheControl: undefined, cookies: 0 };

    begun(
      "a response that neither read nor wrote the session gets none, with a cookie or without",
      async (scene) => {
        equal(cacheFields(await scene.browser.get("/untouched")), nothing, "with a cookie");
        equal(cacheFields(await scene.stranger().get("/untouched")), nothing, "without one");
      },
    );

    begun("a response that read the session varies on Cookie and is private", async (scene) => {
      const expected = { vary: "Cookie", cacheControl: "private", cookies: 0 };
      equal(cacheFields(await scene.browser.get("/read")), expected, "with a cookie");
      equal(cacheFields(await scene.stranger().get("/read")), expected, "without one");
    });

    begun("a response with our cookie is kept by no cache", async (scene) => {
      const expected = { vary: "Cookie", cacheControl: "no-store", cookies: 1 };
      equal(cacheFields(await scene.stranger().get("/set")), expected, "a new session");
      equal(cacheFields(await scene.browser.get("/flush")), expected, "a flush");
    });

    begun(
      "cacheHeaders: false leaves the fields alone",
      async (scene) => {
        equal(cacheFields(await scene.browser.get("/read")), nothing, "a read");
        equal(cacheFields(await scene.stranger().get("/set")), { ...nothing, cookies: 1 }, "a new session");
      },
      { cacheHeaders: false },
    );

    extendingFields(bench);
  },
};

function extendingFields(bench: Bench): void {
  const answers = (name: string, value: string, read: readonly string[], written: readonly string[]) => {
    for (const head of [undefined, "writeHead"] as const) {
      const how = head === undefined ? "" : ", given to writeHead,";
      const reply: Reply = { headers: [[name, value]], ...(head === undefined ? {} : { head }) };
      const routes = {
        "/read": acting((session) => session.has("n"), reply),
        "/write": acting((session) => session.set("n", 1), reply),
        "/untouched": () => ({ ...reply, text: "" }),
      };
      bench.behaves(
        `${name}: ${value}${how} is extended, never weakened`,
        () =>
          play(bench, { routes }, async ({ browser }) => {
            equal((await browser.get("/untouched")).header(name), value, "untouched");
            equal(words((await browser.get("/read")).header(name)), read, "read");
            equal(words((await browser.get("/write")).header(name)), written, "written");
          }),
        head,
      );
    }
  };
  answers("Vary", "Accept-Encoding", ["accept-encoding", "cookie"], ["accept-encoding", "cookie"]);
  answers("Vary", "cookie, Accept", ["accept", "cookie"], ["accept", "cookie"]);
  answers("Vary", "*", ["*"], ["*"]);
  answers("Cache-Control", "public, max-age=60", ["max-age=60", "private"], ["max-age=60", "no-store"]);
  answers("Cache-Control", "no-store", ["no-store"], ["no-store"]);
  answers(
    "Cache-Control",
    "private, max-age=60",
    ["max-age=60", "private"],
    ["max-age=60", "no-store", "private"],
  );
  answers("Cache-Control", "no-cache", ["no-cache", "private"], ["no-cache", "no-store"]);
}

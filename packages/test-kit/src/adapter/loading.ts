import { isSessError } from "@sess/core";
import { equal } from "../assert.ts";
import type { Handler, Routes } from "./app.ts";
import type { Group } from "./bench.ts";
import { usualRoutes } from "./routes.ts";
import { play } from "./scene.ts";

/** Answers with the code of what this throws. */
function coded(act: Handler): Handler {
  return async (exchange) => {
    try {
      return await act(exchange);
    } catch (error) {
      if (!isSessError(error)) throw error;
      return { text: error.code };
    }
  };
}

const routes: Routes = {
  ...usualRoutes,
  "/load": async ({ session }) => {
    await session.load();
    return { text: JSON.stringify(session) };
  },
  "/unloaded": coded(({ session }) => ({ text: String(session.get("n")) })),
  "/mounted": coded(({ session }) => ({ text: String(session.has("n")) })),
};

/** When the store is read, and which requests have a session at all. */
export const loadingGroup: Group = {
  title: "loading and skipping",
  define(bench) {
    const { behaves } = bench;

    behaves("a request with a valid cookie reads the store once, one without a cookie not at all", () =>
      play(bench, { routes }, async ({ browser, stranger, store }) => {
        await browser.get("/set");
        store.forget();
        await browser.get("/read");
        equal(store.calls, { read: 1, write: 0, touch: 0, remove: 0 }, "calls with a cookie");
        store.forget();
        await stranger().get("/read");
        equal(store.calls, { read: 0, write: 0, touch: 0, remove: 0 }, "calls without one");
      }),
    );

    behaves("load: lazy: data before load() is an error that says so, after it the session is there", () =>
      play(bench, { routes }, async ({ browser, store, clock }) => {
        await browser.get("/set");
        const cookies = [`sid=${browser.cookies.get("sid")}`];
        const options = { load: "lazy", clock: clock.now } as const;
        await play(bench, { routes, options, store }, async (lazy) => {
          store.forget();
          equal(
            (await lazy.browser.get("/untouched", { cookies })).header("Vary"),
            undefined,
            "Vary of an untouched page",
          );
          equal(
            (await lazy.browser.get("/unloaded", { cookies })).text,
            "ERR_SESS_NOT_LOADED",
            "before load()",
          );
          equal(store.calls.read, 0, "reads before load()");
          equal((await lazy.browser.get("/load", { cookies })).text, '{"n":"1"}', "after load()");
          equal(store.calls.read, 1, "reads after load()");
        });
      }),
    );

    behaves("skip leaves a request alone: no session, no store call, no cookie, no header", () => {
      const skip = (request: never) => bench.adapter.header(request, "X-Skip") === "yes";
      return play(bench, { routes, options: { skip } }, async ({ browser, store }) => {
        await browser.get("/set");
        store.forget();
        const skipped = await browser.get("/mounted", { headers: [["X-Skip", "yes"]] });
        equal(skipped.text, "ERR_SESS_NOT_MOUNTED", "what reaches for the session");
        equal([skipped.setCookies, skipped.header("Vary"), store.calls.read], [[], undefined, 0], "traces");
        equal((await browser.get("/mounted")).text, "true", "a request that is not skipped");
      });
    });
  },
};

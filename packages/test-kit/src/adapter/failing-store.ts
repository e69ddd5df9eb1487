import { isSessError } from "@sess/core";
import { equal, ok } from "../assert.ts";
import type { Handler } from "./app.ts";
import type { Group } from "./bench.ts";
import type { Head } from "./browser.ts";
import { letters } from "./first-byte.ts";
import { usualRoutes } from "./routes.ts";
import { play } from "./scene.ts";

const caught: Handler = ({ session }) => {
  try {
    return { text: String(session.get("n")) };
  } catch (error) {
    if (!isSessError(error)) throw error;
    return { status: 503, text: `${error.code} because ${(error.cause as Error).message}` };
  }
};

const answers = {
  text: () => ({
    text: "hello",
    headers: [
      ["Content-Length", "5"],
      ["X-Page", "yes"],
    ] as const,
  }),
  "a redirect": () => ({ redirect: "/read" }),
  "a stream": () => ({ chunks: letters() }),
  "an empty answer": () => ({ status: 204 }),
};

type Outcome = Pick<Head, "status" | "setCookies">;

/** What the client gets: 503 from a framework that reads the status off the error, 500 from the others. */
export function outcome({ status, setCookies }: Outcome): Outcome {
  return { status: status === 503 ? 500 : status, setCookies };
}

export const failed: Outcome = { status: 500, setCookies: [] };

/** A store that is down: an error, never an anonymous session, and never a page that does not need it. */
export const failingStoreGroup: Group = {
  title: "a store that fails",
  define(bench) {
    const { behaves } = bench;
    const routes = { ...usualRoutes, "/caught": caught };

    behaves("a page that does not touch the session is served", () =>
      play(bench, { routes }, async ({ browser, store }) => {
        await browser.get("/set");
        store.break("read", "write", "touch", "remove");
        const { status, text, setCookies } = await browser.get("/untouched");
        equal([status, text, setCookies], [200, "untouched", []], "the answer");
      }),
    );

    behaves("a page that touches the session fails: it is no anonymous session, and the cookie stays", () =>
      play(bench, { routes }, async ({ browser, store }) => {
        await browser.get("/login?user=ada");
        store.break("read");
        for (const path of ["/read", "/who", "/set?value=lost"]) {
          equal(outcome(await browser.get(path)), failed, `outcome of ${path}`);
        }
        equal(store.calls.write, 1, "writes");
        store.break();
        equal((await browser.get("/who")).text, "ada", "once the store is back");
      }),
    );

    behaves("a handler can catch the failure at its first touch, with its cause", () =>
      play(bench, { routes }, async ({ browser, store }) => {
        await browser.get("/set");
        store.break("read");
        const { status, text, setCookies } = await browser.get("/caught");
        equal([status, setCookies], [503, []], "status and cookies");
        equal(text, "ERR_SESS_STORE_FAILED because The backend is down (read)", "what was caught");
      }),
    );

    for (const [title, reply] of Object.entries(answers)) {
      behaves(
        `a write that fails turns ${title} into the framework's error response, without a cookie`,
        () => {
          const act: Handler = ({ session }) => {
            session.set("n", "lost");
            return reply();
          };
          return play(bench, { routes: { ...routes, "/act": act } }, async ({ browser, stranger, store }) => {
            await browser.get("/set");
            store.break("write");
            for (const client of [browser, stranger()]) {
              const answer = await client.get("/act");
              equal(outcome(answer), failed, "outcome");
              ok(!["hello", "abc"].includes(answer.text), "another body than the handler's");
              ok(answer.body.length !== 5, "a body of its own length");
            }
            store.break();
            equal((await browser.get("/read")).text, '{"n":"1"}', "once the store is back");
          });
        },
      );
    }

    behaves("a write that fails is seen by the app's own error handling", () => {
      const codes: unknown[] = [];
      const onError = (error: unknown) => {
        codes.push(isSessError(error) ? error.code : error);
        return { status: 503, text: "try again" };
      };
      return play(bench, { routes, app: { onError } }, async ({ browser, store }) => {
        store.break("write");
        const { status, text, setCookies } = await browser.get("/set");
        equal([status, text, setCookies], [503, "try again", []], "the answer");
        equal(codes, ["ERR_SESS_STORE_FAILED"], "errors");
      });
    });

    behaves("a store that does not answer is an error in time, and not a hang", () =>
      play(bench, { routes, options: { storeTimeout: 0.05 } }, async ({ browser, store }) => {
        await browser.get("/set");
        const reading = store.hold("read");
        equal(outcome(await browser.get("/read")), failed, "outcome while it does not read");
        reading.open();
        const writing = store.hold("write");
        equal(outcome(await browser.get("/set?value=2")), failed, "outcome while it does not write");
        writing.open();
        equal((await browser.get("/untouched")).status, 200, "status of the next visit");
      }),
    );

    behaves("a flush that fails is an error to the handler, and keeps the cookie", () =>
      play(bench, { routes }, async ({ browser, store }) => {
        await browser.get("/set");
        store.break("remove");
        equal(outcome(await browser.get("/flush")), failed, "outcome");
        store.break();
        equal((await browser.get("/read")).text, '{"n":"1"}', "once the store is back");
      }),
    );
  },
};

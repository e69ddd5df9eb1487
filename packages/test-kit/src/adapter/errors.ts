import { equal, ok } from "../assert.ts";
import type { Handler, TestApp } from "./app.ts";
import type { Bench, Group } from "./bench.ts";
import { usualRoutes } from "./routes.ts";
import { play } from "./scene.ts";

/** A handler that does this, and then throws. */
function throwing(act: (exchange: Parameters<Handler>[0]) => unknown): Handler {
  return async (exchange) => {
    await act(exchange);
    throw new Error("thrown on purpose");
  };
}

const routes = {
  ...usualRoutes,
  "/throw": throwing(({ session }) => session.set("n", "thrown")),
  "/rotate-throw": throwing(({ session }) => session.rotate()),
  "/login-throw": throwing(({ session }) => {
    session.owner = "ada";
  }),
  "/flush-throw": throwing(({ session }) => session.flush()),
  "/save-throw": throwing(async ({ session }) => {
    session.set("n", "saved");
    await session.save();
  }),
  "/unkeepable": (({ session }) => {
    session.set("list", []);
    (session.get("list") as unknown[]).push(() => "a function");
    return { text: "fine" };
  }) as Handler,
  "/break-off": (({ session }) => {
    session.set("n", "before");
    return { chunks: breaking() };
  }) as Handler,
};

async function* breaking(): AsyncGenerator<string> {
  yield "first ";
  throw new Error("thrown on purpose, in the middle of the body");
}

/** Errors thrown before and after the first byte. */
export const errorGroup: Group = {
  title: "errors",
  define(bench) {
    const { behaves } = bench;
    const turnedInto = (status: number) => ({ onError: () => ({ status, text: `turned into ${status}` }) });

    behaves("a thrown error becomes the framework's 500: nothing is saved, no cookie is sent", () =>
      play(bench, { routes }, async ({ browser, stranger, store }) => {
        await browser.get("/set");
        store.forget();
        const answers = [await browser.get("/throw"), await stranger().get("/throw")];
        equal(
          answers.map((answer) => [answer.status, answer.setCookies]),
          [
            [500, []],
            [500, []],
          ],
          "status and cookies",
        );
        equal(store.calls.write, 0, "writes");
        equal((await browser.get("/read")).text, '{"n":"1"}', "the next visit");
      }),
    );

    behaves("a thrown error that the app turns into 403 is saved, and its cookie is sent", () =>
      play(bench, { routes, app: turnedInto(403) }, async ({ browser }) => {
        const { status, text, setCookies } = await browser.get("/throw");
        equal([status, text, setCookies.length], [403, "turned into 403", 1], "the answer");
        equal((await browser.get("/read")).text, '{"n":"thrown"}', "the next visit");
      }),
    );

    behaves("a thrown error that the app turns into 503 is not saved", () =>
      play(bench, { routes, app: turnedInto(503) }, async ({ browser }) => {
        const { status, text, setCookies } = await browser.get("/throw");
        equal([status, text, setCookies], [503, "turned into 503", []], "the answer");
        equal((await browser.get("/read")).text, "{}", "the next visit");
      }),
    );

    ending(bench, "the framework's 500", {}, "errorResponses");
    ending(bench, "the app's own 500", turnedInto(500));

    for (const path of ["/rotate-throw", "/login-throw"]) {
      behaves(`after ${path.slice(1)} the old secret goes on working, and nobody is logged in`, () =>
        play(bench, { routes }, async ({ browser }) => {
          await browser.get("/set");
          const { status, setCookies } = await browser.get(path);
          equal([status, setCookies], [500, []], "status and cookies");
          equal((await browser.get("/read")).text, '{"n":"1"}', "the next visit");
          equal((await browser.get("/who")).text, "nobody", "the owner");
        }),
      );
    }

    behaves(
      "a value that only the commit finds unkeepable is an error before the head, and names the key",
      () => {
        const errors: unknown[] = [];
        const onError = (error: unknown) => {
          errors.push(error);
          return { status: 500, text: "turned into 500" };
        };
        return play(bench, { routes, app: { onError } }, async ({ browser, store }) => {
          const { status, text, setCookies } = await browser.get("/unkeepable");
          equal([status, text, setCookies], [500, "turned into 500", []], "the answer");
          equal(store.calls.write, 0, "writes");
          const [error] = errors as (Error & { code?: string })[];
          equal([errors.length, error?.code], [1, "ERR_SESS_DATA_UNSERIALIZABLE"], "errors");
          ok(error?.message.includes("list") === true, `a message that names the key: ${error?.message}`);
        });
      },
    );

    behaves(
      "an error in the middle of the body cuts the response off; what the head stands for is saved",
      () =>
        play(bench, { routes }, async ({ browser }) => {
          const visit = browser.open("/break-off");
          equal(
            [(await visit.head).status, (await visit.head).setCookies.length],
            [200, 1],
            "status and cookies",
          );
          const outcome = await visit.answer.then(
            ({ text }) => text,
            () => "cut off",
          );
          ok(outcome !== "first ", "that the client can tell that the body is not whole");
          equal((await browser.get("/read")).text, '{"n":"before"}', "the next visit");
          equal((await browser.get("/untouched")).text, "untouched", "the server after");
        }),
    );
  },
};

/** What of a request that ends with 500 stays. */
function ending(bench: Bench, how: string, app: Partial<TestApp>, needs?: "errorResponses"): void {
  bench.behaves(
    `a thrown error that becomes ${how} is saved with saveOnError`,
    () =>
      play(bench, { routes, app, options: { saveOnError: true } }, async ({ browser }) => {
        const { status, setCookies } = await browser.get("/throw");
        equal([status, setCookies.length], [500, 1], "status and cookies");
        equal((await browser.get("/read")).text, '{"n":"thrown"}', "the next visit");
      }),
    needs,
  );

  bench.behaves(
    `what was saved before a throw that becomes ${how} stays, and its cookie is sent`,
    () =>
      play(bench, { routes, app }, async ({ browser }) => {
        const { status, setCookies } = await browser.get("/save-throw");
        equal([status, setCookies.length], [500, 1], "status and cookies");
        equal((await browser.get("/read")).text, '{"n":"saved"}', "the next visit");
      }),
    needs,
  );

  bench.behaves(
    `a flush before a throw that becomes ${how} holds, and the cookie is removed`,
    () =>
      play(bench, { routes, app }, async ({ browser }) => {
        await browser.get("/set");
        const { status, setCookies } = await browser.get("/flush-throw");
        equal(
          [status, setCookies.length, browser.cookies.size],
          [500, 1, 0],
          "status, cookies and what is kept",
        );
      }),
    needs,
  );
}

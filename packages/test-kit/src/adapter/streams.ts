import { createHash } from "node:crypto";
import { equal, fails, ok } from "../assert.ts";
import type { Exchange, Reply, Routes } from "./app.ts";
import type { Bench, Group } from "./bench.ts";
import type { Browser } from "./browser.ts";
import { type Deferred, deferred } from "./deferred.ts";
import { reaches } from "./held-head.ts";
import { observedStore } from "./observed-store.ts";
import { query, usualRoutes } from "./routes.ts";
import { play } from "./scene.ts";

/** Streamed bodies: what is changed while they run, and how they back up. */
export const streamGroup: Group = {
  title: "streams",
  define(bench) {
    changesWhileStreaming(bench);
    refusals(bench);
    backpressure(bench);
  },
};

/**
 * A page that sends a first chunk, waits for the gate, does this, and sends a last chunk. Before the head it touches the
 * session, as a page that shows it does; or it does not.
 */
function page(gate: Deferred, act: (exchange: Exchange) => unknown, touches = true): Routes {
  return {
    ...usualRoutes,
    "/stream": (exchange): Reply => {
      async function* body() {
        yield "first ";
        await gate.promise;
        await act(exchange);
        yield "last";
      }
      if (touches) exchange.session.has("n");
      return { chunks: body() };
    },
  };
}

function changesWhileStreaming(bench: Bench): void {
  bench.behaves("save() in the middle of a body is kept at once", () => {
    const gate = deferred();
    const saved = deferred();
    const end = deferred();
    const act = async ({ session }: Exchange) => {
      session.set("n", "streamed");
      await session.save();
      saved.resolve();
      await end.promise;
    };
    return play(bench, { routes: page(gate, act) }, async ({ browser }) => {
      await browser.get("/set");
      const visit = browser.open("/stream");
      await visit.until("first ");
      gate.resolve();
      await saved.promise;
      equal((await browser.get("/read")).text, '{"n":"streamed"}', "read before the body ends");
      end.resolve();
      equal((await visit.answer).text, "first last", "body");
    });
  });

  bench.behaves(
    "a change after the head is saved with the end of the body, before the client sees the end",
    () => {
      const gate = deferred();
      return play(
        bench,
        { routes: page(gate, ({ session }) => session.set("n", "late")) },
        async ({ browser, store }) => {
          await browser.get("/set");
          const visit = browser.open("/stream");
          await visit.until("first ");
          const writing = store.hold("write");
          gate.resolve();
          await reaches(writing, visit);
          let ended = false;
          void visit.answer.then(() => {
            ended = true;
          });
          for (let trip = 0; trip < 2; trip++) await browser.get("/untouched", { cookies: [] });
          ok(!ended, "no end of the body while the store has not kept the record");
          writing.open();
          equal((await visit.answer).text, "first last", "body");
          equal((await browser.get("/read")).text, '{"n":"late"}', "the next visit");
        },
      );
    },
    "lateCommit",
  );
}

const late = {
  "a new session": ({ session }: Exchange) => session.set("n", "late"),
  "a rotation": ({ session }: Exchange) => session.rotate(),
  "a login": ({ session }: Exchange) => {
    session.owner = "late";
  },
};

function refusals(bench: Bench): void {
  for (const [title, act] of Object.entries(late)) {
    for (const touches of [true, false]) {
      const when = touches ? "" : ", on a session that was not touched before,";
      bench.behaves(`${title} after the head${when} is refused by save(), and nothing is written`, () =>
        refused(bench, title === "a new session", act, touches),
      );
    }
  }
}

function refused(
  bench: Bench,
  isNew: boolean,
  act: (exchange: Exchange) => void,
  touches: boolean,
): Promise<void> {
  const gate = deferred();
  const errors: Promise<Error>[] = [];
  const change = async (exchange: Exchange) => {
    act(exchange);
    const error = fails(() => exchange.session.save(), "ERR_SESS_HEADERS_SENT", "save()");
    errors.push(error);
    await error.catch(() => {});
  };
  return play(bench, { routes: page(gate, change, touches) }, async ({ browser, store }) => {
    if (!isNew) await browser.get("/set");
    store.forget();
    const visit = browser.open("/stream");
    await visit.until("first ");
    gate.resolve();
    await visit.answer.catch(() => {});
    equal(errors.length, 1, "calls of save()");
    await errors[0];
    equal(store.calls.write, 0, "writes");
    equal((await browser.get("/read")).text, isNew ? "{}" : '{"n":"1"}', "the next visit");
    equal((await browser.get("/who")).text, "nobody", "the owner");
  });
}

const chunk = "0123456789abcdef".repeat(4096);

/** A page of `?chunks=` chunks of 64 kB; counts those that were asked for. */
function bigPage(produced: { count: number; done: boolean }): Routes {
  return {
    ...usualRoutes,
    "/big": (exchange): Reply => {
      const total = Number(query(exchange, "chunks"));
      async function* body() {
        try {
          for (let i = 0; i < total; i++) {
            produced.count++;
            yield chunk;
          }
        } finally {
          produced.done = true;
        }
      }
      exchange.session.set("n", "big");
      return { chunks: body() };
    },
  };
}

/** Waits until the server asks for no more chunks. */
async function stalled(produced: { readonly count: number }, other: Browser): Promise<number> {
  for (let before = -1, quiet = 0; quiet < 5; ) {
    await other.get("/untouched", { cookies: [] });
    quiet = produced.count === before ? quiet + 1 : 0;
    before = produced.count;
  }
  return produced.count;
}

function backpressure(bench: Bench): void {
  bench.behaves("a body backs up while the store is slow, and then arrives whole", () => {
    const produced = { count: 0, done: false };
    return play(bench, { routes: bigPage(produced) }, async ({ browser, stranger, store }) => {
      const gate = store.hold("write");
      const visit = browser.open("/big?chunks=128");
      await reaches(gate, visit);
      const held = await stalled(produced, stranger());
      ok(held <= 8, `at most 8 chunks of 128 while the head is held (${held})`);
      gate.open();
      const { text } = await visit.answer;
      const hash = (body: string) => createHash("sha256").update(body).digest("hex");
      equal(hash(text), hash(chunk.repeat(128)), "the body");
    });
  });

  bench.behaves("a body backs up while the client is slow", () => {
    const produced = { count: 0, done: false };
    return play(
      bench,
      { store: observedStore(), routes: bigPage(produced) },
      async ({ browser, stranger }) => {
        const visit = browser.open("/big?chunks=2048");
        await visit.head;
        visit.pause();
        const held = await stalled(produced, stranger());
        ok(held < 1024, `not half of 128 MB while nobody reads (${held} chunks)`);
        visit.abort();
      },
    );
  });
}

import { equal, ok } from "../assert.ts";
import type { Exchange, Reply, Routes } from "./app.ts";
import type { Bench, Group } from "./bench.ts";
import { deferred } from "./deferred.ts";
import { reaches } from "./held-head.ts";
import { usualRoutes } from "./routes.ts";
import { play, type Scene } from "./scene.ts";

/** A page whose handler does this when the client has gone. */
function afterwards(act: (exchange: Exchange) => unknown, entered = deferred(), left = deferred()) {
  const routes: Routes = {
    ...usualRoutes,
    "/slow": async (exchange) => {
      const gone = exchange.closed();
      entered.resolve();
      await gone;
      await act(exchange);
      left.resolve();
      return { text: "nobody reads this" };
    },
  };
  return { routes, entered: entered.promise, left: left.promise };
}

/** Begins a session, opens `/slow`, and goes away while its handler runs. */
async function leave({ browser }: Scene, entered: Promise<void>): Promise<void> {
  await browser.get("/set");
  const visit = browser.open("/slow");
  await entered;
  visit.abort();
}

/** A client that goes away: nothing is lost, nothing is given away, nothing is left over. */
export const abortGroup: Group = {
  title: "clients that go away",
  define(bench) {
    const { behaves } = bench;

    behaves("what a handler changes after the client has gone is saved", () => {
      const { routes, entered } = afterwards(({ session }) => session.set("n", "late"));
      return play(bench, { routes }, async (scene) => {
        const saved = scene.next("saved");
        await leave(scene, entered);
        await saved;
        equal((await scene.browser.get("/read")).text, '{"n":"late"}', "the next visit");
      });
    });

    const secretive = {
      rotation: ({ session }: Exchange) => session.rotate(),
      login: ({ session }: Exchange) => {
        session.owner = "ada";
      },
    };
    for (const [what, act] of Object.entries(secretive)) {
      behaves(`a ${what} after the client has gone does not happen, nor what was to come with it`, () => {
        const { routes, entered } = afterwards((exchange) => {
          act(exchange);
          exchange.session.set("n", "privileged");
        });
        return play(bench, { routes }, async (scene) => {
          const told = Promise.race([scene.next("gone"), scene.next("rotated")]);
          await leave(scene, entered);
          await told;
          equal(
            scene.told("gone").map((event) => event.reason),
            ["aborted"],
            "events",
          );
          equal((await scene.browser.get("/read")).text, '{"n":"1"}', "the next visit, by the old secret");
          equal((await scene.browser.get("/who")).text, "nobody", "the owner");
        });
      });
    }

    behaves("a client that goes while the store is slow loses nothing", () =>
      play(bench, { routes: usualRoutes }, async ({ browser, store, next }) => {
        await browser.get("/set");
        const gate = store.hold("write");
        const visit = browser.open("/set?value=kept");
        await reaches(gate, visit);
        const saved = next("saved");
        visit.abort();
        await browser.get("/untouched", { cookies: [] });
        gate.open();
        await saved;
        equal((await browser.get("/read")).text, '{"n":"kept"}', "the next visit");
      }),
    );

    midBody(bench);
  },
};

function midBody({ adapter, behaves }: Bench): void {
  const bench = { adapter, behaves };
  const endless = (ended: () => void): Routes => ({
    ...usualRoutes,
    "/endless": ({ session }): Reply => {
      async function* body() {
        try {
          for (let i = 0; ; i++) {
            yield `${i} `;
            await new Promise((next) => setImmediate(next));
          }
        } finally {
          ended();
        }
      }
      session.set("n", "endless");
      return { chunks: body() };
    },
  });

  behaves("a client that goes in the middle of a body keeps what was saved, and ends the body", () => {
    const ended = deferred();
    return play(bench, { routes: endless(ended.resolve) }, async ({ browser }) => {
      const visit = browser.open("/endless");
      await visit.until("2 ");
      visit.abort();
      await ended.promise;
      equal((await browser.get("/read")).text, '{"n":"endless"}', "the next visit");
    });
  });

  behaves("fifty clients that go away leave nothing behind", () => {
    let running = 0;
    const all = deferred();
    const routes = endless(() => {
      running--;
      if (running === 0) all.resolve();
    });
    return play(bench, { routes }, async ({ browser, stranger, told }) => {
      const visits = Array.from({ length: 50 }, () => stranger().open("/endless"));
      running = visits.length;
      await Promise.all(visits.map((visit) => visit.until("2 ")));
      for (const visit of visits) visit.abort();
      await all.promise;
      ok(told("error").length === 0, "no failure of the store");
      equal((await browser.get("/untouched")).text, "untouched", "the server after");
    });
  });
}

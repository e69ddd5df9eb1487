import { readFileSync } from "node:fs";
import { Agent } from "node:http";
import { fileURLToPath } from "node:url";
import { equal, ok } from "../assert.ts";
import type { AdapterAbilities, Exchange, Reply, Routes } from "./app.ts";
import type { Bench, Group } from "./bench.ts";
import { type Asked, createBrowser } from "./browser.ts";
import { hasHead, reaches } from "./held-head.ts";
import { observedStore } from "./observed-store.ts";
import { usualRoutes } from "./routes.ts";
import { play, type Setting } from "./scene.ts";

/** A way to answer. */
interface Way {
  readonly title: string;
  readonly reply: () => Reply;
  readonly status: number;
  /** The body; without it, whatever the framework writes there. */
  readonly text?: () => string;
  readonly asked?: Asked;
  /** The handler throws, and the app's error handling gives the reply. */
  readonly throws?: boolean;
  readonly needs?: keyof AdapterAbilities;
}

/** A stream of three chunks. */
export async function* letters(): AsyncGenerator<string> {
  for (const letter of ["a", "b", "c"]) yield letter;
}

const file = fileURLToPath(import.meta.url);
const post: Asked = { method: "POST" };

const ways: readonly Way[] = [
  { title: "text", reply: () => ({ text: "hello" }), status: 200, text: () => "hello" },
  { title: "JSON", reply: () => ({ json: { a: 1 } }), status: 200, text: () => '{"a":1}' },
  { title: "a redirect", reply: () => ({ redirect: "/read" }), status: 302 },
  {
    title: "a redirect of a POST",
    reply: () => ({ redirect: "/read", status: 303 }),
    status: 303,
    asked: post,
  },
  { title: "an empty answer", reply: () => ({ status: 204 }), status: 204, text: () => "" },
  { title: "a 304", reply: () => ({ status: 304, headers: [["ETag", '"1"']] }), status: 304, text: () => "" },
  {
    title: "the answer to HEAD",
    reply: () => ({ text: "hello" }),
    status: 200,
    text: () => "",
    asked: { method: "HEAD" },
  },
  { title: "a stream", reply: () => ({ chunks: letters() }), status: 200, text: () => "abc" },
  { title: "a file", reply: () => ({ file }), status: 200, text: () => readFileSync(file, "utf8") },
  {
    title: "a head written by hand",
    reply: () => ({ text: "hello", head: "writeHead" }),
    status: 200,
    text: () => "hello",
    needs: "writeHead",
  },
  {
    title: "a head flushed by hand",
    reply: () => ({ chunks: letters(), head: "flushHeaders" }),
    status: 200,
    text: () => "abc",
    needs: "flushHeaders",
  },
  {
    title: "an error that the app turns into 403",
    reply: () => ({ status: 403, text: "no" }),
    status: 403,
    text: () => "no",
    throws: true,
  },
];

/** The record is in the store before the client sees the first byte, however the response is made. */
export const firstByteGroup: Group = {
  title: "before the first byte",
  define(bench) {
    for (const way of ways) {
      const setting = (synchronous: boolean): Setting => ({
        store: observedStore({ synchronous }),
        routes: {
          ...usualRoutes,
          "/act": ({ session, url }) => {
            if (url.includes("rotate")) session.rotate();
            else session.set("n", "act");
            if (way.throws) throw new Error("refused on purpose");
            return way.reply();
          },
        },
        app: way.throws ? { onError: way.reply } : {},
      });
      define(bench, way, setting);
    }
    keptAlive(bench);
  },
};

function define(bench: Bench, way: Way, setting: (synchronous: boolean) => Setting): void {
  for (const change of ["begins a session", "changes a session", "rotates a session"] as const) {
    const path = change === "rotates a session" ? "/act?rotate" : "/act";
    const isNew = change === "begins a session";
    const sends = change === "changes a session" ? 0 : 1;

    bench.behaves(
      `${way.title} that ${change} waits for the store`,
      () =>
        play(bench, setting(false), async ({ browser, store, stranger }) => {
          if (!isNew) await browser.get("/set");
          const gate = store.hold("write");
          const visit = browser.open(path, way.asked);
          await reaches(gate, visit);
          ok(!(await hasHead(visit, stranger())), "no head while the store has not kept the record");
          gate.open();
          const head = await visit.head;
          equal([head.status, head.setCookies.length], [way.status, sends], "status and cookies");
          const next = await browser.get("/read");
          equal(
            next.text,
            change === "rotates a session" ? '{"n":"1"}' : '{"n":"act"}',
            "read at the first byte",
          );
          const { text } = await visit.answer;
          if (way.text !== undefined) equal(text, way.text(), "body");
        }),
      way.needs,
    );
  }

  bench.behaves(
    `${way.title} over a store that answers at once`,
    () =>
      play(bench, setting(true), async ({ browser }) => {
        const { status, text, setCookies } = await browser.get("/act", way.asked);
        equal([status, setCookies.length], [way.status, 1], "status and cookies");
        if (way.text !== undefined) equal(text, way.text(), "body");
        equal((await browser.get("/read")).text, '{"n":"act"}', "the next visit");
      }),
    way.needs,
  );
}

/** A held head must not upset what comes next on the connection. */
function keptAlive(bench: Bench): void {
  const routes: Routes = { ...usualRoutes };
  for (const [i, way] of ways.entries()) {
    if (way.throws || (way.needs !== undefined && !bench.adapter.abilities[way.needs])) continue;
    Object.assign(routes, {
      [`/way${i}`]: ({ session }: Exchange) => {
        session.set("n", way.title);
        return way.reply();
      },
    });
  }
  bench.behaves("one connection carries every kind of answer, one after the other", () =>
    play(bench, { routes }, async ({ url }) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const browser = createBrowser(url, { agent });
      for (const [i, way] of ways.entries()) {
        if (!(`/way${i}` in routes)) continue;
        const { status, text } = await browser.get(`/way${i}`, way.asked);
        equal(status, way.status, `status of ${way.title}`);
        if (way.text !== undefined) equal(text, way.text(), `body of ${way.title}`);
        equal(JSON.parse((await browser.get("/read")).text), { n: way.title }, `what ${way.title} left`);
      }
      agent.destroy();
    }),
  );
}

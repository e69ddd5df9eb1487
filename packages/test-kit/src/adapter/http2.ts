import { connect } from "node:http2";
import { equal, ok } from "../assert.ts";
import type { Group } from "./bench.ts";
import { failed, outcome } from "./failing-store.ts";
import { letters } from "./first-byte.ts";
import { reaches } from "./held-head.ts";
import { usualRoutes } from "./routes.ts";
import { play, type Scene } from "./scene.ts";

interface Got {
  readonly status: number;
  readonly setCookies: readonly string[];
  readonly text: string;
}

/** Asks over HTTP/2 without TLS, on a connection of its own. */
function visit(
  url: string,
  headers: Record<string, string | string[]>,
): { readonly head: Promise<void>; readonly answer: Promise<Got> } {
  const connection = connect(url);
  const stream = connection.request({ ":path": "/", ...headers });
  let text = "";
  const head = new Promise<Omit<Got, "text">>((resolve, reject) => {
    connection.on("error", reject);
    stream.on("error", reject);
    stream.on("response", (fields) => {
      resolve({ status: fields[":status"] ?? 0, setCookies: fields["set-cookie"] ?? [] });
    });
  });
  const ended = new Promise<void>((resolve) => {
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    stream.on("close", resolve);
  });
  const answer = Promise.all([head, ended]).then(([fields]) => {
    connection.close();
    return { ...fields, text };
  });
  stream.end();
  return { head: head.then(() => {}), answer };
}

/** The same promises over HTTP/2. */
export const http2Group: Group = {
  title: "HTTP/2",
  define(bench) {
    const routes = {
      ...usualRoutes,
      "/stream": ({ session }: Parameters<(typeof usualRoutes)[string]>[0]) => {
        session.set("n", "1");
        return { chunks: letters() };
      },
    };
    const behaves = (title: string, test: (scene: Scene) => Promise<void>) =>
      bench.behaves(title, () => play(bench, { routes, app: { protocol: "http2" } }, test), "http2");
    const cookieOf = (got: Got) => got.setCookies[0]?.split(";")[0] ?? "";

    behaves("a session begins, is found in a split Cookie field, and ends", async ({ url }) => {
      const begun = await visit(url, { ":path": "/set" }).answer;
      equal([begun.status, begun.setCookies.length], [200, 1], "status and cookies");
      const cookie = ["a=b", cookieOf(begun), "c=d"];
      equal((await visit(url, { ":path": "/read", cookie }).answer).text, '{"n":"1"}', "the next visit");
      const flushed = await visit(url, { ":path": "/flush", cookie }).answer;
      equal(flushed.setCookies.length, 1, "cookies of the flush");
      equal((await visit(url, { ":path": "/read", cookie }).answer).text, "{}", "the visit after");
    });

    for (const [path, method] of [
      ["/set", "GET"],
      ["/set", "HEAD"],
      ["/stream", "GET"],
    ]) {
      behaves(`${method} ${path} waits for the store`, async ({ url, store }) => {
        const gate = store.hold("write");
        let came = false;
        const { head, answer } = visit(url, { ":path": path ?? "", ":method": method ?? "" });
        void head.then(() => {
          came = true;
        });
        await reaches(gate, { answer });
        for (let trip = 0; trip < 2; trip++) await visit(url, { ":path": "/untouched" }).answer;
        ok(!came, "no head while the store has not kept the record");
        gate.open();
        const { status, setCookies, text } = await answer;
        equal([status, setCookies.length], [200, 1], "status and cookies");
        equal(text, method === "HEAD" ? "" : path === "/stream" ? "abc" : '{"n":"1"}', "body");
      });
    }

    behaves("a failing store is the framework's error response, without a cookie", async ({ url, store }) => {
      store.break("write");
      equal(outcome(await visit(url, { ":path": "/set" }).answer), failed, "outcome");
    });
  },
};

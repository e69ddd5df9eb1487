import { gunzipSync } from "node:zlib";
import { equal, ok } from "../assert.ts";
import type { Exchange, Reply } from "./app.ts";
import type { Group } from "./bench.ts";
import type { Answer } from "./browser.ts";
import { hasHead, reaches } from "./held-head.ts";
import { usualRoutes } from "./routes.ts";
import { play } from "./scene.ts";

const page = "a page that is worth compressing. ".repeat(200);

async function* parts(): AsyncGenerator<string> {
  for (let i = 0; i < page.length; i += 1000) yield page.slice(i, i + 1000);
}

// Compression leaves alone what does not say that it is text.
const headers = [["Content-Type", "text/plain; charset=utf-8"]] as const;
const asked = { headers: [["Accept-Encoding", "gzip"]] } as const;

const replies: Readonly<Record<string, () => Reply>> = {
  "a page": () => ({ text: page, headers }),
  "a stream": () => ({ chunks: parts(), headers }),
};

function unzipped(answer: Answer): string {
  equal(answer.header("Content-Encoding"), "gzip", "Content-Encoding");
  return gunzipSync(answer.body).toString();
}

/** Compression middleware on either side of ours. */
export const compressionGroup: Group = {
  title: "compression",
  define(bench) {
    for (const compression of ["outside", "inside"] as const) {
      for (const [what, reply] of Object.entries(replies)) {
        const routes = {
          ...usualRoutes,
          "/page": (exchange: Exchange) => {
            exchange.session.set("n", "1");
            return reply();
          },
        };
        bench.behaves(
          `${what} compressed ${compression} of the session: the record first, then the cookie and the whole body`,
          () =>
            play(bench, { routes, app: { compression } }, async ({ browser, store, stranger }) => {
              const gate = store.hold("write");
              const visit = browser.open("/page", asked);
              await reaches(gate, visit);
              ok(!(await hasHead(visit, stranger())), "no head while the store has not kept the record");
              gate.open();
              const answer = await visit.answer;
              equal([answer.status, answer.setCookies.length], [200, 1], "status and cookies");
              equal(unzipped(answer), page, "body");
              const vary = (answer.header("Vary") ?? "").toLowerCase();
              ok(vary.includes("cookie") && vary.includes("accept-encoding"), `both in Vary: ${vary}`);
              equal(unzipped(await browser.get("/page", asked)), page, "the body of the next visit");
            }),
          "compression",
        );
      }
    }
  },
};

import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { Job } from "./site.ts";

/** An answer. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
  readonly setCookie: readonly string[];
  readonly cacheControl: string | undefined;
}

/** A client that keeps cookies. */
export interface Browser {
  readonly cookies: ReadonlyMap<string, string>;
  get(
    path: string,
    init?: { readonly method?: string; readonly headers?: Record<string, string> },
  ): Promise<Answer>;
  /** Runs a job as a page. Its result comes back as JSON. */
  run<Result = unknown>(job: Job): Promise<Result>;
  /** A request whose page has run `job`, and waits for `end` before it runs `later` and answers. */
  begin(job: Job, later?: Job): Promise<{ end(): Promise<Answer> }>;
}

let count = 0;

export function createBrowser(url: string, jobs: Map<string, Job>, before?: Browser): Browser {
  const cookies = new Map(before?.cookies);
  const browser: Browser = {
    cookies,
    async get(path, { method = "GET", headers = {} } = {}) {
      const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
      const sent = request(url + path, { method, headers: cookie === "" ? headers : { ...headers, cookie } });
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        sent.on("response", resolve).on("error", reject).end();
      });
      const { "set-cookie": setCookie = [], location, "cache-control": cacheControl } = response.headers;
      for (const line of setCookie) keep(cookies, line);
      return {
        status: response.statusCode ?? 0,
        text: await text(response),
        location,
        setCookie,
        cacheControl,
      };
    },
    async run(job) {
      const name = String(++count);
      jobs.set(name, job);
      const answer = await browser.get(`/run/${name}`);
      if (answer.status !== 200) throw new Error(`The page failed with ${answer.status}.`);
      return JSON.parse(answer.text);
    },
    async begin(job, later) {
      const name = String(++count);
      const [done, ended] = [deferred(), deferred()];
      jobs.set(name, async (session) => {
        await job(session);
        done.resolve();
        await ended.promise;
        return later?.(session);
      });
      const answer = browser.get(`/run/${name}`);
      await Promise.race([done.promise, answer]);
      return {
        end() {
          ended.resolve();
          return answer;
        },
      };
    },
  };
  return browser;
}

function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: () => resolve() };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ""] = line.split(";");
  const name = pair.slice(0, pair.indexOf("="));
  if (line.includes("Max-Age=0")) cookies.delete(name);
  else cookies.set(name, pair.slice(pair.indexOf("=") + 1));
}

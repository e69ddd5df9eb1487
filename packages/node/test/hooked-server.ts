import type { ServerResponse } from "node:http";
import { afterEach, beforeEach } from "vitest";
import { type HeadHook, holdHead } from "../src/index.ts";
import { type Gate, gate } from "./gate.ts";
import { type Handler, type Protocol, type Server, serve } from "./servers.ts";

/** What a commit is told. */
export type Facts = Parameters<HeadHook["commit"]>[0];

/** A commit as it is told before a head goes out with this status. */
export const beforeHead = (status: number): Facts => ({ status, headersSent: false, aborted: false });

/** A commit as it is told at the end of a response whose head went out with this status. */
export const atEnd = (status: number): Facts => ({ status, headersSent: true, aborted: false });

/** What a hook does, with the response it does it to. */
export type Commit = (facts: Facts, response: ServerResponse) => ReturnType<HeadHook["commit"]>;

/** Answers with an error. */
export type ErrorPage = (response: ServerResponse) => void;

const shortPage: ErrorPage = (response) => {
  if (!response.headersSent) response.end(`error page ${response.statusCode}`);
};

/** One server a test, with a hook on every response, and what the hook has been told. */
export interface Hooked {
  readonly server: Server;
  readonly commits: Facts[];
  readonly errors: unknown[];
  /** Lets the commits that wait go on. */
  readonly allowed: Gate<void>;
  /** Starts a server with a hook that sets a cookie: at once, or when `allowed` is opened. */
  start(protocol: Protocol, mode: "sync" | "async", handler: Handler): Promise<void>;
  /** Starts a server with a commit of its own, and a page for what it fails with. */
  startWith(protocol: Protocol, commit: Commit, handler: Handler, page?: ErrorPage): Promise<void>;
}

export function hookedServer(): Hooked {
  let server: Server | undefined;
  let commits: Facts[] = [];
  let errors: unknown[] = [];
  let allowed = gate();
  beforeEach(() => {
    commits = [];
    errors = [];
    allowed = gate();
  });
  afterEach(() => server?.close());

  const startWith: Hooked["startWith"] = async (protocol, commit, handler, page = shortPage) => {
    // A test that starts several servers looks at the last one.
    await server?.close();
    const mine: Facts[] = [];
    commits = mine;
    server = await serve(protocol, (request, response) => {
      const onError = (error: unknown): void => {
        errors.push(error);
        page(response);
      };
      const told: HeadHook["commit"] = (facts) => {
        mine.push(facts);
        return commit(facts, response);
      };
      holdHead(response, { commit: told, onError });
      handler(request, response);
    });
  };
  return {
    get server() {
      if (server === undefined) throw new Error("The test has started no server.");
      return server;
    },
    get commits() {
      return commits;
    },
    get errors() {
      return errors;
    },
    get allowed() {
      return allowed;
    },
    startWith,
    start: (protocol, mode, handler) =>
      startWith(
        protocol,
        ({ headersSent, aborted }, response) => {
          if (headersSent || aborted) return undefined;
          const cookie = () => void response.appendHeader("Set-Cookie", "ours=1");
          return mode === "sync" ? cookie : allowed.promise.then(() => cookie);
        },
        handler,
      ),
  };
}

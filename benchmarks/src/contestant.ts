import type { RequestListener } from "node:http";
import type { ScenarioName } from "./scenario.ts";

export type FrameworkName = "express" | "fastify" | "hono" | "koa";

/** What a handler can be asked to do with the session. Called with what the framework hands to a handler. */
export interface Actions<A, B = undefined> {
  /** The counter, or undefined. */
  read(a: A, b: B): unknown;
  /** Adds one to the counter of a session that has one. Returns the new value. */
  write(a: A, b: B): unknown;
  /** Sets one key, the counter, to 1. Returns 1. */
  create(a: A, b: B): unknown;
  /** Sets all ten keys. */
  fill(a: A, b: B, data: Record<string, unknown>): unknown;
}

/** An app under test: a listener of `node:http`, or a fetch function. */
export type App = (
  | { readonly listener: RequestListener; readonly fetch?: never }
  | { readonly fetch: (request: Request) => Response | Promise<Response>; readonly listener?: never }
) & { readonly close?: (() => unknown) | undefined };

/** What a contestant is given when it starts. */
export interface Setup {
  /** Whether a read extends the session. */
  readonly rolling: boolean;
  /** The time, which the check of rolling moves. */
  readonly clock: () => number;
  /** A folder of its own. */
  readonly folder: string;
  /** Of a Redis that belongs to the benchmark. */
  readonly redisUrl: string | undefined;
}

/** One library, with one store, on one framework. */
export interface Contestant {
  readonly id: string;
  readonly framework: FrameworkName;
  /** `bare`: the framework alone. `floor`: the least code that does the job. `part`: a piece of it, for a formula. */
  readonly kind: "bare" | "floor" | "ours" | "part" | "peer";
  readonly store?: "cookie" | "memory" | "redis" | "sqlite";
  /**
   * What it takes part in.
   * @default all
   */
  readonly scenarios?: readonly ScenarioName[];
  /** Left out of the quick form. */
  readonly fullOnly?: true;
  start(setup: Setup): App | Promise<App>;
}

/** Common to all: a day. */
export const lifetimeSeconds = 86_400;

export const secret = "a secret of the benchmark, of more than thirty-two bytes";

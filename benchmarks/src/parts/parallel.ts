import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import type { SessionStore } from "@sess/core";
import type { Request } from "express";
import { secret } from "../contestant.ts";
import { cookieAfter } from "../drive/cookie-jar.ts";
import type { Driver } from "../drive/driver.ts";
import { driverOf } from "../drive/driver-of.ts";
import { expressFramework } from "../frameworks/express.ts";
import { importUntyped } from "../import-untyped.ts";
import { type OurStoreName, ourStores } from "../our-stores.ts";
import type { PartInput } from "../part.ts";
import { type Circumstances, circumstances } from "../results.ts";
import { sessionData } from "../session-data.ts";
import { digits, spread } from "../statistics.ts";
import { table } from "../table.ts";
import { placesFor } from "./scale.ts";

/** A hundred requests that each add one to the same session's counter. */
export interface ParallelRow {
  readonly id: string;
  /** Milliseconds for all of them. */
  readonly sequential: number;
  readonly parallel: number;
  /** How often a store refused a write because another came first, in all of the parallel ones. */
  readonly refusedWrites: number;
  /** How many of the hundred increments were missing afterwards. */
  readonly lost: number;
}

export interface ParallelResult {
  readonly circumstances: Circumstances;
  readonly rows: readonly ParallelRow[];
}

const requests = 100;

/** Many requests on one session: how long they take, and what is left of them. */
export async function measureParallel(input: PartInput): Promise<ParallelResult> {
  const where = circumstances(input.form);
  const rounds = input.form === "full" ? 9 : 3;
  const rows: ParallelRow[] = [];
  const folder = mkdtempSync(join(tmpdir(), "sess-parallel-"));
  try {
    for (const name of Object.keys(ourStores) as OurStoreName[]) {
      if (!name.includes(input.only)) continue;
      const places = await placesFor(input, folder, name);
      if (places === undefined) continue;
      const { store, close } = await ourStores[name](places);
      const counted = countingRefusals(store);
      const driver = await ourApp(counted.store);
      rows.push({ id: `@sess/express, ${name}`, ...(await measureRow(driver, rounds, counted.refusals)) });
      await close();
    }
    if ("express-session".includes(input.only)) {
      const driver = await peerApp();
      rows.push({ id: "express-session, memory", ...(await measureRow(driver, rounds, () => 0)) });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { circumstances: where, rows };
}

function countingRefusals(store: SessionStore) {
  let refused = 0;
  const note = (done: boolean) => {
    if (!done) refused++;
    return done;
  };
  const counting: SessionStore = {
    ...store,
    write(...call) {
      const result = store.write(...call);
      return typeof result === "boolean" ? note(result) : result.then(note);
    },
  };
  return {
    store: counting,
    refusals() {
      const count = refused;
      refused = 0;
      return count;
    },
  };
}

/** Something happens between reading and writing, so that all of them have read before the first one writes. */
const work = turn;

async function ourApp(store: SessionStore): Promise<Driver> {
  const { session } = await import("@sess/express");
  const app = await expressFramework.start(
    {
      read: (request: Request) => request.session.get("n"),
      async write(request: Request) {
        await work();
        request.session.update("n", (n) => (n as number) + 1);
        return "";
      },
      create: () => undefined,
      fill: (request, _, data) => request.session.assign(data),
    },
    (server) => server.use(session({ secret, store })),
  );
  return driverOf(app);
}

async function peerApp(): Promise<Driver> {
  const { default: session } = await importUntyped("express-session");
  type WithSession = Request & { session: Record<string, unknown> };
  const app = await expressFramework.start(
    {
      read: (request) => (request as WithSession).session.n,
      async write(request) {
        await work();
        const { session } = request as WithSession;
        session.n = (session.n as number) + 1;
        return "";
      },
      create: () => undefined,
      fill: (request, _, data) => Object.assign((request as WithSession).session, data),
    },
    (server) => server.use(session({ secret, resave: false, saveUninitialized: false })),
  );
  return driverOf(app);
}

async function measureRow(
  driver: Driver,
  rounds: number,
  refusals: () => number,
): Promise<Omit<ParallelRow, "id">> {
  const cookie = cookieAfter(undefined, (await driver.ask("/fill")).setCookies);
  const counter = async () => Number((await driver.ask("/read", cookie)).body);
  const one = async () => {
    const { status, body } = await driver.ask("/write", cookie);
    if (status !== 200) throw new Error(`A write answered ${status}: ${body}`);
  };
  const [sequential, parallel, refused, lost]: number[][] = [[], [], [], []];
  for (let round = 0; round <= rounds; round++) {
    const start = await counter();
    const from = performance.now();
    for (let count = 0; count < requests; count++) await one();
    const between = performance.now();
    const middle = await counter();
    if (middle !== start + requests) throw new Error("Sequential writes were lost.");
    refusals();
    const parallelFrom = performance.now();
    await Promise.all(Array.from({ length: requests }, one));
    const to = performance.now();
    // The first round is to get warm.
    if (round === 0) continue;
    sequential?.push(between - from);
    parallel?.push(to - parallelFrom);
    refused?.push(refusals());
    lost?.push(middle + requests - (await counter()));
  }
  const median = (values: readonly number[] | undefined) => spread(values ?? []).median;
  return {
    sequential: median(sequential),
    parallel: median(parallel),
    refusedWrites: median(refused),
    lost: median(lost),
  };
}

export function parallelTable({ rows }: ParallelResult): string {
  return table(
    [
      `${requests} writes of one session, ${Object.keys(sessionData(1)).length} keys`,
      "one by one, ms",
      "at once, ms",
      "ratio",
      "refused writes",
      "lost",
    ],
    rows.map(({ id, sequential, parallel, refusedWrites, lost }) => [
      id,
      digits(sequential),
      digits(parallel),
      digits(parallel / sequential),
      refusedWrites.toFixed(0),
      lost.toFixed(0),
    ]),
  );
}

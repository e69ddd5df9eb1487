import { setTimeout as sleep } from "node:timers/promises";
import { inspectSession } from "@sess/core";
import type { TestServer } from "@sess-tests/servers";
import { openStore } from "./app/open-store.ts";
import { soakOptions } from "./app/soak-options.ts";
import { type Figures, newFigures } from "./figures.ts";
import { type AppProcess, startApp } from "./fleet.ts";
import type { TrackedSession } from "./tracked-session.ts";
import { User } from "./user.ts";

/** What to run. */
export interface SoakOptions {
  /** `redis://…`, or the path of a SQLite file. */
  readonly place: string;
  /** Is killed and started again, with what it kept. */
  readonly server?: TestServer;
  readonly users: number;
  readonly seconds: number;
  /** The frameworks of the processes that live as long as the soak: their memory is measured. */
  readonly steady: readonly string[];
  /** The frameworks of the processes that are killed again and again. */
  readonly mortal: readonly string[];
  /** Seconds between two ends of a process, and of the server. */
  readonly restartEvery: number;
  readonly serverRestartEvery?: number;
  readonly seed: number;
  /** Something that is broken on purpose. */
  readonly broken?: string;
}

/** What came out. */
export interface SoakResult extends Figures {
  /** Bytes of heap of the steady processes, after a third of the time and at the end. */
  readonly heap: readonly { readonly framework: string; readonly third: number; readonly end: number }[];
}

/** Runs users against a site of several processes that are killed meanwhile, and says what they were told. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { place, broken = "", seconds, users: howMany } = options;
  const figures = newFigures();
  const random = randomFrom(options.seed);
  const start = (frameworks: readonly string[]) =>
    Promise.all(frameworks.map((framework) => startApp(framework, place, broken)));
  // Makes the table before several processes want to.
  await (await openStore(place)).close();
  const steady = await start(options.steady);
  const mortal = await start(options.mortal);
  const apps = [...steady, ...mortal];
  try {
    const end = performance.now() + seconds * 1_000;
    const over = () => performance.now() >= end;
    const users = Array.from(
      { length: howMany },
      (_, index) => new User(`user-${index}`, apps, figures, random),
    );
    const [third] = await Promise.all([
      heapAfter(steady, (seconds * 1_000) / 3),
      restarting(over, options.restartEvery, async () => {
        const app = mortal[Math.floor(random() * mortal.length)];
        await app?.restart(random() < 0.7 ? "SIGKILL" : "SIGTERM");
        figures.appRestarts++;
      }),
      restarting(over, options.serverRestartEvery ?? Number.POSITIVE_INFINITY, async () => {
        if (options.server === undefined) return;
        await options.server.kill();
        await sleep(200);
        await options.server.start();
        figures.storeRestarts++;
      }),
      ...users.map((user) => user.live(over)),
    ]);
    // Clients find their server again.
    await sleep(1_000);
    await Promise.all(users.map((user) => user.settle()));
    await inspectAll(place, users, figures);
    const last = await heapAfter(steady, 500);
    const heap = steady.map(({ framework }, index) => ({
      framework,
      third: third[index] ?? 0,
      end: last[index] ?? 0,
    }));
    return { ...figures, heap };
  } finally {
    await Promise.all(apps.map((app) => app.stop()));
  }
}

async function heapAfter(apps: readonly AppProcess[], wait: number): Promise<readonly number[]> {
  await sleep(wait);
  return Promise.all(apps.map((app) => app.heap()));
}

async function restarting(over: () => boolean, every: number, restart: () => Promise<void>): Promise<void> {
  let next = performance.now() + every * 1_000;
  while (!over()) {
    await sleep(50);
    if (performance.now() < next) continue;
    await restart();
    next = performance.now() + every * 1_000;
  }
}

/** Looks into the store itself: what was ended is not there, and what was acknowledged is. */
async function inspectAll(place: string, users: readonly User[], figures: Figures): Promise<void> {
  const { store, close } = await openStore(place);
  const find = (session: TrackedSession) => inspectSession({ ...soakOptions, store }, session.id);
  try {
    for (const user of users) {
      for (const session of user.ended) {
        const found = await find(session);
        if (found !== "missing") figures.revived.push(`${session.id} is still in the store`);
      }
      const live = user.devices.flatMap((device) => device.session ?? []);
      for (const session of [...live, ...user.left]) {
        const found = await find(session);
        if (typeof found === "object") session.compare(found.data, session.low, figures, "in the store");
        else if (live.includes(session) && session.isCertain) {
          figures.lostWrites.push(`${session.id} of ${session.owner} is ${found} in the store`);
        }
      }
    }
  } finally {
    await close();
  }
}

function randomFrom(seed: number): () => number {
  let state = seed | 0;
  // Mulberry32.
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

import { setTimeout as sleep } from "node:timers/promises";
import type { Session } from "@sess/core";
import type { FaultBench } from "./bench.ts";
import { bounded, eventually, isNotMigrated, isUnavailable } from "./eventually.ts";
import { AnsweredAsEmpty, assertOwn, assertThere, logIn, type Visitor, visit } from "./visitor.ts";

/** Requests that go on and on while something happens to the server. */
export interface Load {
  /** Each line of requests has failed since the call. */
  failing(): Promise<void>;
  /** Each line has had an answer to a request that it began after the call. */
  working(): Promise<void>;
  /** From now on the server has truly lost what it had: an empty session is the truth. */
  allLost(): void;
  /** Ends all lines, and checks that what was acknowledged is there. */
  settled(): Promise<void>;
}

/** A visitor, the keys of acknowledged writes, and how many writes were tried. */
interface Regular {
  readonly visitor: Visitor;
  readonly kept: Set<string>;
  tried: number;
}

/** One request after the other. */
interface Line {
  failures: number;
  successes: number;
}

/** Milliseconds between the requests of a line. */
const pause = 10;

/** Logs in four visitors, and lets them write in parallel, beside a line that starts new sessions. */
export async function startLoad(bench: FaultBench): Promise<Load> {
  const { store, patient, impatient, recovery } = bench;
  const regulars: Regular[] = [];
  for (const name of ["ada", "bob", "cyd", "dan"]) {
    regulars.push({ visitor: await logIn(patient, name), kept: new Set(), tried: 0 });
  }
  const newcomers: Visitor[] = [];
  const lines: Line[] = [];
  const broken: unknown[] = [];
  let ending = false;
  let lost = false;

  const goOn = async (request: () => Promise<void>) => {
    const line: Line = { failures: 0, successes: 0 };
    lines.push(line);
    while (!ending) {
      try {
        await bounded(request());
        line.successes++;
      } catch (error) {
        if (isUnavailable(error) || (lost && isNotMigrated(error))) line.failures++;
        else if (error instanceof AnsweredAsEmpty && lost) line.successes++;
        else return void broken.push(error);
      }
      await sleep(pause);
    }
  };
  const write = async ({ visitor, kept }: Regular, key: string) => {
    await visit(impatient, visitor, async (session) => {
      assertOwn(visitor, session);
      // The two of a session overlap.
      await sleep(pause);
      session.set(key, true);
      session.update("visits", (visits) => Number(visits ?? 0) + 1);
    });
    kept.add(key);
  };
  const { atomicWrite } = store.abilities;
  const running = regulars.flatMap((regular) =>
    Array.from({ length: atomicWrite ? 2 : 1 }, () => goOn(() => write(regular, `w${regular.tried++}`))),
  );
  let logins = 0;
  const arrive = async () => {
    const lostBefore = lost;
    const newcomer = await logIn(impatient, `newcomer ${logins++}`);
    if (lostBefore === lost) newcomers.push(newcomer);
  };
  running.push(goOn(arrive));

  const each = (what: string, holds: (line: Line, index: number) => boolean) =>
    eventually(
      what,
      recovery,
      async () => {
        if (broken.length > 0) throw broken[0];
        if (!lines.every(holds)) throw new Error(JSON.stringify(lines));
      },
      (error) => error === broken[0],
    );
  const load: Load = {
    failing() {
      const before = lines.map(({ failures }) => failures);
      return each("every line of requests fails", ({ failures }, index) => failures > (before[index] ?? 0));
    },
    working() {
      // One request may have been under way; the one after it was begun since.
      const before = lines.map(({ successes }) => successes);
      return each("every line works", ({ successes }, index) => successes > (before[index] ?? 0) + 1);
    },
    allLost() {
      lost = true;
      newcomers.length = 0;
    },
    async settled() {
      ending = true;
      await Promise.all(running);
      if (broken.length > 0) throw broken[0];
      for (const { visitor, kept, tried } of lost ? [] : regulars) {
        await assertThere(bench, visitor, (session) => {
          // Without atomic writes, a request that nobody waits for any more may end after the next and undo it.
          if (atomicWrite) assertKept(session, visitor, kept, tried);
        });
      }
      for (const newcomer of newcomers) await assertThere(bench, newcomer);
    },
  };
  await load.working();
  return load;
}

function assertKept(session: Session, { name }: Visitor, kept: ReadonlySet<string>, tried: number): void {
  const missing = [...kept].filter((key) => !session.has(key));
  if (missing.length > 0) throw new Error(`${name} has lost acknowledged writes: ${missing.join(", ")}.`);
  const visits = Number(session.get("visits", 0));
  if (visits < kept.size || visits > tried) {
    throw new Error(`${name} came ${kept.size} to ${tried} times, and the session counts ${visits}.`);
  }
}

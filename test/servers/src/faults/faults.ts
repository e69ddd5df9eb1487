import { setTimeout as sleep } from "node:timers/promises";
import { keeping } from "./bare.ts";
import { type FaultBench, shortTimeout } from "./bench.ts";
import { eventually, isUnavailable } from "./eventually.ts";
import { startLoad } from "./load.ts";
import { logIn, visit } from "./visitor.ts";

/** Something that happens to a server, and what must hold then. */
export interface Fault {
  readonly title: string;
  /** Says nothing about a server that keeps nothing. */
  readonly needsData?: boolean;
  readonly happens: (bench: FaultBench) => Promise<void>;
}

/** Each is tried while nine lines of requests write and log in. */
export const faults: readonly Fault[] = [
  {
    title: "the server is killed while it writes, and comes back as it left",
    async happens(bench) {
      const load = await startLoad(bench);
      await bench.server.kill();
      await load.failing();
      if (!bench.keepsData) load.allLost();
      await bench.server.start();
      await load.working();
      await load.settled();
    },
  },
  {
    title: "the server is killed, and comes back empty",
    async happens(bench) {
      const load = await startLoad(bench);
      await bench.server.kill();
      await load.failing();
      load.allLost();
      await bench.server.startEmpty();
      await bench.prepare();
      await load.working();
      await load.settled();
    },
  },
  {
    title: "connections are cut, again and again",
    async happens(bench) {
      const load = await startLoad(bench);
      for (let cuts = 0; cuts < 5; cuts++) {
        bench.proxy.cut();
        await sleep(30);
      }
      await load.working();
      await load.settled();
    },
  },
  {
    title: "connections are cut, and refused for a while",
    async happens(bench) {
      const load = await startLoad(bench);
      bench.proxy.refuse();
      bench.proxy.cut();
      await load.failing();
      bench.proxy.accept();
      await load.working();
      await load.settled();
    },
  },
  {
    title: "replies come later than anybody waits",
    async happens(bench) {
      const load = await startLoad(bench);
      bench.proxy.delay(shortTimeout * 3);
      await load.failing();
      bench.proxy.delay(0);
      await load.working();
      await load.settled();
    },
  },
  {
    title: "the server stands still, and goes on; what was removed then stays removed",
    async happens(bench) {
      const { patient, impatient, server } = bench;
      const eve = await logIn(patient, "eve");
      const load = await startLoad(bench);
      server.pause();
      await load.failing();
      const late = visit(impatient, eve, (session) => session.set("late", true)).catch((error) => {
        if (!isUnavailable(error)) throw error;
      });
      await late;
      server.resume();
      const cookies = eve.cookies as string;
      await eventually("the session is flushed", bench.recovery, () =>
        visit(patient, eve, (session) => session.flush()),
      );
      await load.working();
      await load.settled();
      if (!bench.store.abilities.atomicWrite) return;
      await visit(patient, { name: "eve", cookies }, (session) => {
        if (!session.isEmpty) throw new Error("A late write has brought a flushed session back.");
      });
    },
  },
  {
    title: "the server is killed: what the bare store said yes to is kept",
    needsData: true,
    async happens(bench) {
      const check = await keeping(bench);
      await bench.server.kill();
      await bench.server.start();
      await check();
    },
  },
];

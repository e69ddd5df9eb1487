// The process of one contestant. It does what the coordinator says, one thing after the other.

import { cookiesFor, type Running, startContest } from "./contest.ts";
import { loadContestant } from "./contestants.ts";
import { profile } from "./drive/profiler.ts";
import { serveHttp } from "./drive/serve-http.ts";
import type { Reply, Task, TaskName, Tasks } from "./worker-tasks.ts";

let running: Running | undefined;
let server: Awaited<ReturnType<typeof serveHttp>> | undefined;

const started = () => {
  if (running === undefined) throw new Error("Nothing has been started.");
  return running;
};

/** CPU of all threads of this process, in microseconds. */
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

async function heapNow(): Promise<{ heap: number; rss: number }> {
  for (let times = 0; times < 4; times++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, rss };
}

const tasks: { [Name in TaskName]: (input: Tasks[Name]["input"]) => Promise<Tasks[Name]["output"]> } = {
  async start({ entry, redisUrl }) {
    running = await startContest(await loadContestant(entry), entry.scenarios, redisUrl);
    const { cookies } = running;
    return Object.fromEntries(entry.scenarios.map((name) => [name, cookiesFor(name, cookies)]));
  },
  async warmUp({ scenario, cookies, milliseconds, sliceMilliseconds }) {
    // By CPU, because a busy machine gives little of it; but what waits for a server uses little, too.
    const [cpuFrom, from] = [cpu(), performance.now()];
    const spent = () => (cpu() - cpuFrom) / 1000;
    let [count, late] = [0, { at: 0, count: 0 }];
    do {
      await started().send(scenario, cookies, 64);
      count += 64;
      // The speed of the second half, when most has been compiled.
      if (spent() < milliseconds / 2) late = { at: spent(), count };
    } while (spent() < milliseconds && performance.now() - from < 5 * milliseconds);
    const perRequest = (spent() - late.at) / (count - late.count);
    return Math.max(64, Math.min(20_000, Math.round(sliceMilliseconds / perRequest)));
  },
  async slice({ scenario, cookies, count }) {
    const before = cpu();
    await started().send(scenario, cookies, count);
    return (cpu() - before) / count;
  },
  async profile({ scenario, cookies, milliseconds }) {
    const sendFor = async (time: number) => {
      const until = performance.now() + time;
      let requests = 0;
      for (; performance.now() < until; requests += 500) await started().send(scenario, cookies, 500);
      return requests;
    };
    await sendFor(milliseconds);
    let perRequest = 0;
    const spots = await profile(async () => {
      const before = cpu();
      const requests = await sendFor(milliseconds);
      perRequest = (cpu() - before) / requests;
    });
    return { cpu: perRequest, spots };
  },
  async profileMeanwhile({ milliseconds }) {
    return profile(() => new Promise((resolve) => setTimeout(resolve, milliseconds)));
  },
  async fill({ count }) {
    await started().plain.send("/fill", [undefined], 2_000);
    const before = await heapNow();
    await started().plain.send("/fill", [undefined], count);
    const after = await heapNow();
    return { heap: (after.heap - before.heap) / count, rss: (after.rss - before.rss) / count };
  },
  async serve() {
    server = await serveHttp(started().app);
    return server.port;
  },
  async cpuSoFar() {
    return cpu();
  },
  async stop() {
    await server?.close();
    await running?.close();
    process.disconnect();
  },
};

process.on("message", async ({ name, input }: Task) => {
  let reply: Reply;
  try {
    reply = { output: await tasks[name](input as never) };
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  if (process.connected) process.send?.(reply);
});

import { allEntries, type Entry } from "./contestants.ts";
import type { PartInput } from "./part.ts";
import type { ScenarioName } from "./scenario.ts";
import { startWorker, type WorkerProcess } from "./worker-process.ts";

/** A contestant whose process runs and has shown that it does the work. */
export interface Ready {
  readonly worker: WorkerProcess;
  readonly cookies: Partial<Record<ScenarioName, readonly string[]>>;
}

/** Who was not let in, and why. */
export interface Refused {
  readonly id: string;
  readonly reason: string;
}

/** Those who take part. */
export async function entriesFor(
  { form, only, servers }: PartInput,
  wanted: (entry: Entry) => boolean = () => true,
): Promise<readonly Entry[]> {
  const all = (await allEntries()).filter(
    (entry) => wanted(entry) && (form === "full" || entry.fullOnly !== true),
  );
  const named = all.filter(({ id, kind }) => kind === "bare" || kind === "floor" || id.includes(only));
  const needed = new Set(
    all.filter(({ id, kind }) => kind !== "bare" && id.includes(only)).map(({ framework }) => framework),
  );
  const used = named.filter(({ framework }) => needed.has(framework));
  const needsRedis = used.some(({ store }) => store === "redis");
  const hasRedis = needsRedis && (await servers.redis()) !== undefined;
  return used.filter(({ store }) => store !== "redis" || hasRedis);
}

/** Starts each one's process. Those that do not do the work are stopped and named. */
export async function startTeam(
  entries: readonly Entry[],
  { servers }: PartInput,
  nodeArguments: readonly string[] = [],
): Promise<{ readonly ready: readonly Ready[]; readonly refused: readonly Refused[] }> {
  const ready: Ready[] = [];
  const refused: Refused[] = [];
  for (const entry of entries) {
    const worker = startWorker(entry, nodeArguments);
    const redisUrl = entry.store === "redis" ? await servers.redis() : undefined;
    try {
      ready.push({ worker, cookies: await worker.run("start", { entry, redisUrl }) });
    } catch (error) {
      refused.push({ id: entry.id, reason: (error as Error).message });
      console.error(`Refused: ${entry.id}: ${(error as Error).message}`);
      await worker.stop();
    }
  }
  return { ready, refused };
}

export async function stopTeam(team: readonly Ready[]): Promise<void> {
  await Promise.all(team.map(({ worker }) => worker.stop()));
}

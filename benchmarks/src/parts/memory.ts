import type { PartInput } from "../part.ts";
import { type Circumstances, circumstances } from "../results.ts";
import { sessionData } from "../session-data.ts";
import { table } from "../table.ts";
import { entriesFor, type Refused, startTeam, stopTeam } from "../teams.ts";

export interface MemoryResult {
  readonly circumstances: Circumstances;
  readonly refused: readonly Refused[];
  readonly sessions: number;
  /** Bytes of one session. */
  readonly contestants: readonly { readonly id: string; readonly heap: number; readonly rss: number }[];
}

/** What a session takes in a store in memory. One process at a time: they may be big. */
export async function measureMemory(input: PartInput): Promise<MemoryResult> {
  const where = circumstances(input.form);
  const sessions = input.form === "full" ? 100_000 : 20_000;
  const entries = await entriesFor(input, ({ store, kind }) => store === "memory" && kind !== "bare");
  const contestants: MemoryResult["contestants"][number][] = [];
  const allRefused: Refused[] = [];
  for (const entry of entries) {
    const { ready, refused } = await startTeam([entry], input, ["--expose-gc"]);
    allRefused.push(...refused);
    for (const { worker } of ready) {
      contestants.push({ id: entry.id, ...(await worker.run("fill", { count: sessions })) });
    }
    await stopTeam(ready);
  }
  return { circumstances: where, refused: allRefused, sessions, contestants };
}

export function memoryTable({ contestants, sessions }: MemoryResult): string {
  const json = JSON.stringify(sessionData(1)).length;
  return table(
    [`bytes of one of ${sessions} sessions`, "heap and buffers", "resident", "heap / JSON bytes"],
    contestants.map(({ id, heap, rss }) => [id, heap.toFixed(0), rss.toFixed(0), (heap / json).toFixed(2)]),
  );
}

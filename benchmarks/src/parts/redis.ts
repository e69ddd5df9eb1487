import type { PartInput } from "../part.ts";
import { connectRedis } from "../redis-client.ts";
import { type Circumstances, circumstances } from "../results.ts";
import { type ScenarioName, scenarioNames } from "../scenario.ts";
import { table } from "../table.ts";
import { entriesFor, type Refused, startTeam, stopTeam } from "../teams.ts";

/** Commands per request, by name: those a client sent, and those that scripts ran inside the server. */
export interface Commands {
  readonly sent: Readonly<Record<string, number>>;
  readonly inScripts: Readonly<Record<string, number>>;
}

export interface RedisResult {
  readonly circumstances: Circumstances;
  readonly refused: readonly Refused[];
  readonly contestants: readonly {
    readonly id: string;
    readonly commands: Partial<Record<ScenarioName, Commands>>;
  }[];
}

const requests = 200;
/** Asked by the benchmark itself, or when a connection is made. */
const notCounted = new Set(["config", "info", "monitor", "ping", "hello", "client", "script"]);

type Client = Awaited<ReturnType<typeof connectRedis>>;

/** Redis commands per request, as the server counted them. */
export async function measureRedis(input: PartInput): Promise<RedisResult> {
  const where = circumstances(input.form);
  const url = await input.servers.redis();
  const entries = await entriesFor(input, ({ store, kind }) => store === "redis" || kind === "bare");
  const { ready, refused } = await startTeam(
    entries.filter(({ kind }) => kind !== "bare"),
    input,
  );
  const client = await connectRedis(url);
  try {
    const contestants: RedisResult["contestants"][number][] = [];
    for (const { worker, cookies } of ready) {
      const commands: Partial<Record<ScenarioName, Commands>> = {};
      for (const scenario of worker.entry.scenarios) {
        const send = () =>
          worker.run("slice", { scenario, cookies: cookies[scenario] ?? [], count: requests });
        const all = await countedByServer(client, send);
        const sent = await seenByMonitor(url, send);
        const inScripts = Object.fromEntries(
          Object.entries(all)
            .map(([name, count]) => [name, round(count - (sent[name] ?? 0))] as const)
            .filter(([, count]) => count > 0),
        );
        commands[scenario] = { sent, inScripts };
      }
      contestants.push({ id: worker.entry.id, commands });
    }
    return { circumstances: where, refused, contestants };
  } finally {
    client.destroy();
    await stopTeam(ready);
  }
}

const round = (count: number) => Math.round(count * 100) / 100;

/** `INFO commandstats`: what clients sent and what scripts ran, together. */
async function countedByServer(
  client: Client,
  send: () => Promise<unknown>,
): Promise<Record<string, number>> {
  await client.sendCommand(["CONFIG", "RESETSTAT"]);
  await send();
  const info = String(await client.sendCommand(["INFO", "commandstats"]));
  const counts: Record<string, number> = {};
  for (const [, name = "", calls] of info.matchAll(/^cmdstat_([^:|]+)[^:]*:calls=(\d+)/gm)) {
    if (!notCounted.has(name)) counts[name] = (counts[name] ?? 0) + Number(calls) / requests;
  }
  return counts;
}

/** `MONITOR` tells what came from a client from what a script ran. */
async function seenByMonitor(
  url: string | undefined,
  send: () => Promise<unknown>,
): Promise<Record<string, number>> {
  const client = await connectRedis(url);
  const counts: Record<string, number> = {};
  await client.monitor((line) => {
    const [, source = "", name = ""] = /\[\d+ ([^\]]*)\] "([^"]*)"/.exec(String(line)) ?? [];
    const command = name.toLowerCase();
    if (source === "lua" || notCounted.has(command)) return;
    counts[command] = (counts[command] ?? 0) + 1 / requests;
  });
  await send();
  // What it has seen comes over a connection of its own.
  await new Promise((resolve) => setTimeout(resolve, 100));
  client.destroy();
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, round(count)]));
}

function named(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count >= 0.01)
    .map(([name, count]) => (count === 1 ? name.toUpperCase() : `${count} ${name.toUpperCase()}`))
    .join(" + ");
}

/** How many commands are sent for a request. */
export const sentPerRequest = ({ sent }: Commands): number =>
  round(Object.values(sent).reduce((sum, count) => sum + count, 0));

export function redisTable({ contestants }: RedisResult): string {
  const cell = (commands: Commands | undefined) => {
    if (commands === undefined) return "-";
    const inside = named(commands.inScripts);
    return `${named(commands.sent) || "0"}${inside && ` (runs ${inside})`}`;
  };
  return table(
    ["commands per request", ...scenarioNames],
    contestants.map(({ id, commands }) => [id, ...scenarioNames.map((name) => cell(commands[name]))]),
  );
}

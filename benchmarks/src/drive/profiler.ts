import { existsSync, readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { findSourceMap, SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

/** What the main thread did when it was looked at: in one function itself, not in what it called. */
export interface HotSpot {
  readonly name: string;
  /** The source file, where a map tells it. */
  readonly file: string;
  /** How often it was found there. Not for how long: on a busy machine a thread also waits in the middle of a function. */
  readonly samples: number;
}

/** Runs `work` under V8's sampling profiler. */
export async function profile(work: () => Promise<unknown>): Promise<readonly HotSpot[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.setSamplingInterval", { interval: 100 });
    await session.post("Profiler.start");
    await work();
    const { profile: taken } = await session.post("Profiler.stop");
    const nodes = new Map(taken.nodes.map((node) => [node.id, node.callFrame]));
    const spots = new Map<string, { name: string; file: string; samples: number }>();
    for (const id of taken.samples ?? []) {
      const frame = nodes.get(id);
      if (frame === undefined) continue;
      const name = frame.functionName || "(anonymous)";
      const file = sourceOf(frame.url, frame.lineNumber, frame.columnNumber);
      const key = `${name} ${file}`;
      const spot = spots.get(key) ?? { name, file, samples: 0 };
      spot.samples++;
      spots.set(key, spot);
    }
    return [...spots.values()].sort((a, b) => b.samples - a.samples);
  } finally {
    session.disconnect();
  }
}

const maps = new Map<string, SourceMap | undefined>();

function sourceMapOf(url: string): SourceMap | undefined {
  if (maps.has(url)) return maps.get(url);
  const file = `${fileURLToPath(url)}.map`;
  const map =
    findSourceMap(url) ??
    (existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, "utf8"))) : undefined);
  maps.set(url, map);
  return map;
}

/** `core/src/open.ts` for what came from there, `node:internal/…` and package names for the rest. */
function sourceOf(url: string, line: number, column: number): string {
  if (!url.startsWith("file:")) return url || "V8";
  const entry = sourceMapOf(url)?.findEntry(line, column);
  const path =
    entry && "originalSource" in entry ? new URL(entry.originalSource, url).pathname : new URL(url).pathname;
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  return inPackage ?? path.replace(/^.*\/(?=[\w-]+\/src\/)/, "");
}

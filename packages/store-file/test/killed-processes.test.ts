import { type ChildProcess, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { globSync } from "node:fs";
import { type CorruptFile, fileStore } from "@sess/store-file";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";

const now = Date.UTC(2030, 0, 1);
const record = { version: "v1", expiresAt: now + 60_000, endsAt: now + 90_000, data: "first" };
const patience = 120_000;
/** How many processes are killed in the middle of their writes, after how many acknowledged ones in all. CI takes its time. */
const [rounds, writes] = process.env.CI ? [50, 10_000] : [6, 240];

let folder: TemporaryFolder;
const children = new Set<ChildProcess>();
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await Promise.all([...children].map(kill));
  folder.remove();
}, patience);

/** A process that writes until it is killed, and what it tells. */
function start(name: string, told: (message: string) => void): ChildProcess {
  const child = fork(new URL("./writing-process.ts", import.meta.url), ["write", folder.path, name], {
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.on("message", (message) => told(String(message)));
  children.add(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
}

/** A key for each of the 256 folders of records. */
function keyOfEachFolder(): readonly string[] {
  const keys = new Map<string, string>();
  for (let index = 0; keys.size < 256; index++) {
    keys.set(createHash("sha256").update(`any-${index}`).digest("hex").slice(0, 2), `any-${index}`);
  }
  return [...keys.values()];
}

describe(`${rounds} processes that are killed in the middle of ${writes} writes`, () => {
  it(
    "lose nothing that was acknowledged, leave nothing half-written, and hold nobody up",
    async () => {
      const corrupt: CorruptFile[] = [];
      const store = fileStore({
        folder: folder.path,
        fsync: false,
        onCorrupt: (file) => corrupt.push(file),
      });
      await store.write("shared", record, undefined, now);
      const acknowledged: string[] = [];
      let watching = true;
      const watched = (async () => {
        let seen = 0;
        for (; watching; seen++) {
          const { data } = (await store.read("shared", now)) ?? { data: "missing" };
          expect(data).toMatch(/^(first|\w+ ([a-z])\2{19999})$/);
        }
        return seen;
      })();
      for (let round = 0; round < rounds; round++) {
        const enough = ((round + 1) * writes) / rounds;
        await Promise.all(
          ["a", "b"].map(async (name) => {
            const child = await new Promise<ChildProcess>((resolve) => {
              const started: ChildProcess = start(`${name}${round}`, (message) => {
                acknowledged.push(message);
                if (acknowledged.length >= enough) resolve(started);
              });
            });
            await kill(child);
          }),
        );
      }
      watching = false;
      expect(await watched).toBeGreaterThan(10);
      expect(acknowledged.length).toBeGreaterThanOrEqual(writes);

      const kept = await Promise.all(acknowledged.map((key) => store.read(key, now)));
      expect(kept.filter((found) => found?.data.length !== 20_000)).toEqual([]);
      const listed = new Set<string>();
      for await (const { key } of store.listOwner("ann", now)) listed.add(key);
      expect(acknowledged.filter((key) => !listed.has(key))).toEqual([]);
      // Takes every lock, those of the dead included.
      for (const key of keyOfEachFolder()) await store.remove(key);
      expect(globSync("*/lock/*@*", { cwd: folder.path })).toEqual([]);
      expect(await store.sweep(100_000, now + 120_000)).toBeGreaterThan(writes);
      expect(globSync("{*/*.session,owners/*/*/*}", { cwd: folder.path })).toEqual([]);
      expect(corrupt).toEqual([]);
      await store.close();
    },
    process.env.CI ? 10 * patience : patience,
  );
});

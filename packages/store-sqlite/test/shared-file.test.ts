import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import { sqliteStore } from "@sess/store-sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TemporaryFile, temporaryFile } from "./temporary-file.ts";

const now = Date.UTC(2040, 0, 1);
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}" };
const patience = 60_000;

let file: TemporaryFile;
const children: ChildProcess[] = [];
beforeEach(() => {
  file = temporaryFile();
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(ended));
  file.remove();
});

/** A process that does `task` on the file as soon as it is told to, and sends what it has done. */
function start(task: "migrate" | "write" | "hold"): ChildProcess {
  const child = fork(new URL("./shared-file-process.ts", import.meta.url), [task, file.path], {
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  children.push(child);
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Every message of the child until it ends, or until `enough` says so. */
async function messages(
  child: ChildProcess,
  enough: (count: number) => boolean = () => false,
): Promise<unknown[]> {
  const all: unknown[] = [];
  return new Promise((resolve) => {
    child.on("message", (message) => {
      all.push(message);
      if (enough(all.length)) child.kill("SIGKILL");
    });
    child.once("close", () => resolve(all));
  });
}

describe("one file and several processes", () => {
  it(
    "migrates once where ten processes start at the same time",
    async () => {
      const starting = Array.from({ length: 10 }, () => start("migrate"));
      await Promise.all(starting.map((child) => once(child, "message")));
      const finished = starting.map((child) => messages(child));
      for (const child of starting) child.send("go");
      const answers = (await Promise.all(finished)).flat();
      expect(answers.filter((answer) => answer === 1)).toHaveLength(1);
      expect(answers.filter((answer) => answer === 0)).toHaveLength(9);
      const client = new DatabaseSync(file.path);
      expect(client.prepare("SELECT version FROM sess_session_migration").all()).toEqual([{ version: 1 }]);
      expect(client.prepare("SELECT count(*) AS n FROM sess_session").get()).toEqual({ n: 10 });
      expect(client.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
      client.close();
    },
    patience,
  );

  it(
    "keeps every acknowledged write of processes that are killed in the middle of it",
    async () => {
      const store = sqliteStore({ client: () => new DatabaseSync(file.path) });
      store.migrate();
      const writing = Array.from({ length: 3 }, () => start("write"));
      await Promise.all(writing.map((child) => once(child, "message")));
      const acknowledged = writing.map((child, index) =>
        messages(child, (count) => count === 50 + index * 25),
      );
      for (const child of writing) child.send("go");
      const keys = (await Promise.all(acknowledged)).flat() as string[];
      expect(keys.length).toBeGreaterThanOrEqual(50 + 75 + 100);
      expect(keys.filter((key) => store.read(key, now) === undefined)).toEqual([]);
      expect(store.write("afterwards", record, undefined, now)).toBe(true);
      store.close();
    },
    patience,
  );

  it(
    "waits for another process's transaction, and then writes",
    async () => {
      const store = sqliteStore({ client: () => new DatabaseSync(file.path) });
      store.migrate();
      const holding = start("hold");
      await once(holding, "message");
      holding.send("go");
      await once(holding, "message");
      expect(store.read("k", now)).toBeUndefined();
      expect(store.write("k", record, undefined, now)).toBe(true);
      expect(store.read("held", now)).toBeDefined();
      store.close();
    },
    patience,
  );

  it(
    "fails, and does not say no, where the other's transaction outlasts the busy timeout",
    async () => {
      const client = new DatabaseSync(file.path, { timeout: 1 });
      const store = sqliteStore({ client });
      store.migrate();
      const holding = start("hold");
      await once(holding, "message");
      holding.send("go");
      await once(holding, "message");
      expect(() => store.write("k", record, undefined, now)).toThrow(/locked/);
      expect(store.read("k", now)).toBeUndefined();
      client.close();
    },
    patience,
  );
});

// One of the processes of shared-file.test.ts: waits to be told, then does its task on the file.
import { DatabaseSync } from "node:sqlite";
import { sqliteStore } from "@sess/store-sqlite";

const [task, path = ""] = process.argv.slice(2);
const now = Date.UTC(2040, 0, 1);
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}" };

const tasks: Record<string, () => void> = {
  /** Sends how many migrations it applied. */
  migrate() {
    const store = sqliteStore({ client: () => new DatabaseSync(path) });
    const applied = store.migrate().length;
    store.write(`of-${process.pid}`, record, undefined, now);
    store.close();
    process.send?.(applied, () => process.disconnect());
  },
  /** Sends each key once its write is acknowledged, until it is killed. */
  write() {
    const store = sqliteStore({ client: () => new DatabaseSync(path) });
    let count = 0;
    const next = () => {
      const key = `of-${process.pid}-${count++}`;
      if (store.write(key, { ...record, data: "x".repeat(5_000) }, undefined, now)) process.send?.(key);
      setImmediate(next);
    };
    next();
  },
  /** Holds the write lock for a third of a second after it has said so. */
  hold() {
    const client = new DatabaseSync(path);
    client.exec("BEGIN IMMEDIATE");
    sqliteStore({ client }).write("held", record, undefined, now);
    process.send?.("held", () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
      client.exec("COMMIT");
      process.disconnect();
    });
  },
};

process.once("message", () => tasks[task ?? ""]?.());
process.send?.("ready");

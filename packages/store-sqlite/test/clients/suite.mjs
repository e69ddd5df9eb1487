// Runs the store suite over one driver, on whatever runtime this is: node suite.mjs better-sqlite3
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteStore } from "@sess/store-sqlite";
import { storeSuite } from "@sess/test-kit/store";

const driver = process.argv[2];
const { open } = await import(`./open-${driver}.mjs`);

function inMemory() {
  const store = sqliteStore({ client: () => open(":memory:") });
  store.migrate();
  return store;
}

function inFile() {
  const folder = mkdtempSync(join(tmpdir(), "sess-sqlite-"));
  const path = join(folder, "sessions.sqlite");
  const client = open(path);
  const store = sqliteStore({ client });
  store.migrate();
  // Not by closing the client: what Bun has closed goes on working for statements that were prepared before.
  const down = () => {
    const other = open(path);
    other.exec("DROP TABLE sess_session");
    other.close();
  };
  return {
    store,
    reopen: () => sqliteStore({ client: () => open(path) }),
    down,
    workers: { module: new URL("./worker.mjs", import.meta.url), data: { driver, path } },
    cleanup() {
      client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const tests = [];
for (const [name, createStore] of [
  ["in memory", inMemory],
  ["in a file", inFile],
]) {
  const it = (title, test) => tests.push([`${name}: ${title}`, test]);
  await storeSuite({ describe: (_title, body) => body(), it, createStore });
}

let failed = 0;
for (const [title, test] of tests) {
  try {
    await test();
  } catch (error) {
    failed++;
    process.stdout.write(`FAILED ${title}\n${error?.stack ?? error}\n`);
  }
}
process.stdout.write(`${driver}: ${tests.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

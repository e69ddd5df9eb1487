import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createSessions } from "@sess/core";
import { mysqlStore } from "@sess/store-mysql";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Driver, drivers } from "./drivers.ts";
import type { WorkerData } from "./suite-worker.ts";
import { createDatabase } from "./test-database.ts";

/** What one process has to do. */
export interface Share extends WorkerData {
  readonly cookie: string;
  readonly secret: string;
  readonly now: number;
  /** The number of its first request, and how many it has. */
  readonly first: number;
  readonly count: number;
  /** The number of the request that flushes the session; -1 = none. */
  readonly flush: number;
}

const secret = "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1eU";
const now = Date.UTC(2040, 0, 1);
const processes = 4;
const count = 50;
const patience = 60_000;

const database = await createDatabase();
afterAll(() => database.drop());
const { address } = database;

let table: string;
let children: ChildProcess[] = [];
beforeEach(() => {
  table = database.newTable();
});
afterEach(() => {
  for (const child of children) child.kill();
  children = [];
});

/** A session with `{ count: 0 }`, then all requests on it at once; answers what its cookie opens afterwards. */
async function race(driver: Driver, flush: number): Promise<Record<string, unknown>> {
  const store = mysqlStore({ client: () => drivers[driver](address), table });
  await store.migrate();
  const sessions = createSessions<Record<string, unknown>>({ secret, store, clock: () => now });
  const created = await sessions.open({ cookies: undefined, secure: false, request: {} });
  created.set("count", 0);
  const changes = await sessions.commit(created, { status: 200 });
  const cookie = changes?.setCookie[0]?.split(";")[0] ?? "";
  expect(cookie).toMatch(/^sid=/);

  children = Array.from({ length: processes }, () =>
    fork(new URL("./parallel-requests-process.ts", import.meta.url), {
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    }),
  );
  await Promise.all(
    children.map((child, index) => {
      const share: Share = {
        driver,
        address,
        table,
        cookie,
        secret,
        now,
        first: index * count,
        count,
        flush,
      };
      child.send(share);
      return once(child, "message");
    }),
  );
  const ended = Promise.all(children.map((child) => once(child, "exit")));
  for (const child of children) child.send("go");
  expect((await ended).map(([code]) => code)).toEqual([0, 0, 0, 0]);

  const found = await sessions.open({ cookies: cookie, secure: false, request: {} });
  const data = { ...found.toJSON() };
  await sessions.close();
  return data;
}

describe.each(["a mysql2 pool", "a mariadb pool"] as const)(
  `${processes * count} requests of one session in ${processes} processes, over %s`,
  (driver) => {
    it(
      "keep every key and every addition",
      async () => {
        const { count: additions, ...keys } = await race(driver, -1);
        expect(additions).toBe(processes * count);
        expect(Object.keys(keys)).toHaveLength(processes * count);
      },
      patience,
    );

    it(
      "leave nothing of the session where one of them flushes it",
      async () => {
        expect(await race(driver, 70)).toEqual({});
        expect(await database.query(`SELECT count(*) AS n FROM ${table}`)).toEqual([{ n: 0 }]);
      },
      patience,
    );
  },
);

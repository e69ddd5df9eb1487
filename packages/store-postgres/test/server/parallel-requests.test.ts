import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createSessions } from "@sess/core";
import { postgresStore } from "@sess/store-postgres";
import { serverUrl } from "@sess-tests/servers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { admin, dropTable, freshTable } from "./database.ts";

/** What one process has to do. */
export interface Share {
  readonly client: "pg" | "postgres.js";
  readonly url: string;
  readonly table: string;
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

let table: string;
let children: ChildProcess[] = [];
beforeEach(() => {
  table = freshTable();
});
afterEach(async () => {
  for (const child of children) child.kill();
  children = [];
  await dropTable(table);
});

/** A session with `{ count: 0 }`, then all requests on it at once; answers what its cookie opens afterwards. */
async function race(flush: number): Promise<Record<string, unknown>> {
  const store = postgresStore({ client: admin, table });
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
        client: index % 2 === 0 ? "pg" : "postgres.js",
        url: serverUrl("postgres"),
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
  return { ...found.toJSON() };
}

describe(`${processes * count} requests of one session in ${processes} processes`, () => {
  it(
    "keep every key and every addition",
    async () => {
      const { count: additions, ...keys } = await race(-1);
      expect(additions).toBe(processes * count);
      expect(Object.keys(keys)).toHaveLength(processes * count);
    },
    patience,
  );

  it(
    "leave nothing of the session where one of them flushes it",
    async () => {
      expect(await race(70)).toEqual({});
      expect((await admin.query(`SELECT key FROM ${table}`)).rows).toEqual([]);
    },
    patience,
  );
});

import { deepEqual, equal, match } from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { type Awaitable, createSessions, type SessionStore } from "@sess/core";

/** A store for 200 requests of one session, and how other processes reach the same records. */
export interface SharedStore {
  /** Ready, with its table. It is closed at the end. */
  readonly store: SessionStore;
  /** A module that calls `parallelRequestsProcess`. */
  readonly module: URL;
  /** What the process of that number needs to open the same records: anything that JSON can carry. */
  readonly data: (process: number) => unknown;
  /** How many records the backend has, asked past the store. */
  readonly count: () => Awaitable<number>;
  readonly cleanup?: () => unknown;
}

/** What one process has to do. */
interface Share {
  readonly data: unknown;
  readonly cookie: string;
  /** The number of its first request, and how many it has. */
  readonly first: number;
  readonly count: number;
  /** The number of the request that flushes the session; -1 = none. */
  readonly flush: number;
}

const processes = 4;
const count = 50;
const patience = 60_000;

function sessionsOver(store: SessionStore) {
  const clock = () => Date.UTC(2040, 0, 1);
  return createSessions<Record<string, unknown>>({
    secret: "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1eU",
    store,
    clock,
  });
}

/**
 * Two tests: 200 requests of one session in 4 processes, all of them open before the first one ends, keep every change;
 * and where one of them flushes the session, nothing of it is left.
 *
 * @example
 * parallelRequests({ name: "SQLite", describe, it, create });
 */
export function parallelRequests(options: {
  readonly name: string;
  readonly describe: (title: string, body: () => void) => unknown;
  readonly it: (title: string, test: () => Promise<void>, timeout?: number) => unknown;
  /** A store that holds nothing. */
  readonly create: () => Awaitable<SharedStore>;
}): void {
  const { name, describe, it, create } = options;
  const tried = (flush: number, holds: (data: Record<string, unknown>, left: number) => void) => async () => {
    const shared = await create();
    const children: ChildProcess[] = [];
    try {
      const data = await race(shared, flush, children);
      holds(data, await shared.count());
    } finally {
      for (const child of children) child.kill();
      await shared.store.close?.();
      await shared.cleanup?.();
    }
  };
  describe(`${processes * count} requests of one session in ${processes} processes, over ${name}`, () => {
    const kept = tried(-1, ({ count: additions, ...keys }, left) => {
      equal(additions, processes * count);
      equal(Object.keys(keys).length, processes * count);
      equal(left, 1);
    });
    it("keep every key and every addition", kept, patience);
    const gone = tried(70, (data, left) => deepEqual([data, left], [{}, 0]));
    it("leave nothing of the session where one of them flushes it", gone, patience);
  });
}

/** A session with `{ count: 0 }`, then all requests on it at once; answers what its cookie opens afterwards. */
async function race({ store, module, data }: SharedStore, flush: number, children: ChildProcess[]) {
  const sessions = sessionsOver(store);
  const created = await sessions.open({ cookies: undefined, secure: false, request: {} });
  created.set("count", 0);
  const changes = await sessions.commit(created, { status: 200 });
  const cookie = changes?.setCookie[0]?.split(";")[0] ?? "";
  match(cookie, /^sid=/);

  for (let index = 0; index < processes; index++) {
    children.push(fork(module, { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] }));
  }
  await Promise.all(
    children.map((child, index) => {
      const share: Share = { data: data(index), cookie, first: index * count, count, flush };
      child.send(share);
      return once(child, "message");
    }),
  );
  const ended = Promise.all(children.map((child) => once(child, "exit")));
  for (const child of children) child.send("go");
  deepEqual(
    (await ended).map(([code]) => code),
    children.map(() => 0),
  );
  const found = await sessions.open({ cookies: cookie, secure: false, request: {} });
  return { ...found.toJSON() };
}

/** The main function of the processes: opens its requests, waits for the others, then changes and ends all of them. */
export function parallelRequestsProcess<Data>(open: (data: Data) => SessionStore): void {
  process.once("message", async ({ data, cookie, first, count, flush }: Share) => {
    const sessions = sessionsOver(open(data as Data));
    const opened = await Promise.all(
      Array.from({ length: count }, () => sessions.open({ cookies: cookie, secure: false, request: {} })),
    );
    process.send?.("opened");
    process.once("message", async () => {
      await Promise.all(
        opened.map(async (session, index) => {
          session.set(`key${first + index}`, index);
          session.update("count", (value) => Number(value) + 1);
          // So that they overlap on a synchronous store, too.
          await new Promise((resolve) => setImmediate(resolve));
          if (first + index === flush) await session.flush();
          await sessions.commit(session, { status: 200 });
        }),
      );
      await sessions.close();
      process.disconnect();
    });
  });
}

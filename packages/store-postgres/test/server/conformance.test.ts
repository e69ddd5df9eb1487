import { prefixStore } from "@sess/core";
import { postgresStore } from "@sess/store-postgres";
import { type StoreUnderTest, storeSuite } from "@sess/test-kit/store";
import { serverUrl, setUps } from "@sess-tests/servers";
import pg from "pg";
import postgres from "postgres";
import { describe, it } from "vitest";
import { asOptions, dropTable, freshTable, pgPool, postgresJs } from "./database.ts";
import type { WorkerData } from "./suite-worker.ts";

/** A client, and how it is ended. */
interface Opened {
  readonly client: pg.Pool | pg.Client | postgres.Sql;
  end(): Promise<void>;
}

function openedPool(settings?: Readonly<Record<string, string>>): Opened {
  const client = pgPool(settings);
  return { client, end: async () => void (client.ending || (await client.end())) };
}

async function openedClient(): Promise<Opened> {
  const client = new pg.Client(serverUrl("postgres"));
  await client.connect();
  let ended: Promise<void> | undefined;
  return {
    client,
    end() {
      ended ??= client.end();
      return ended;
    },
  };
}

function openedPostgresJs(options?: Parameters<typeof postgresJs>[0]): Opened {
  const client = postgresJs(options);
  return { client, end: () => client.end() };
}

async function underTest(
  open: () => Opened | Promise<Opened>,
  worker: Pick<WorkerData, "client" | "options">,
  prepare = true,
): Promise<StoreUnderTest> {
  const table = freshTable();
  const all: Opened[] = [];
  const opened = async () => {
    const next = await open();
    all.push(next);
    return postgresStore({ client: next.client, table, prepare });
  };
  const store = await opened();
  await store.migrate();
  const end = () => Promise.all(all.splice(0).map((each) => each.end()));
  return {
    store,
    reopen: opened,
    down: end,
    workers: {
      module: new URL("./suite-worker.ts", import.meta.url),
      data: { ...worker, url: serverUrl("postgres"), table } satisfies WorkerData,
    },
    async cleanup() {
      await end();
      await dropTable(table);
    },
  };
}

const suites: Record<string, () => Promise<StoreUnderTest>> = {
  "PostgreSQL over a pool of pg": () => underTest(() => openedPool(), { client: "pg" }),
  "PostgreSQL over a pool of pg, without prepared statements": () =>
    underTest(() => openedPool(), { client: "pg" }, false),
  "PostgreSQL over one connection of pg": () => underTest(openedClient, { client: "pg" }),
  "PostgreSQL over postgres.js": () => underTest(() => openedPostgresJs(), { client: "postgres.js" }),
  "PostgreSQL over postgres.js that renames columns and gives bigints": () =>
    underTest(() => openedPostgresJs({ transform: postgres.camel, types: { bigint: postgres.BigInt } }), {
      client: "postgres.js",
    }),
  "a prefix over PostgreSQL": async () => {
    const { store, ...backend } = await underTest(() => openedPool(), { client: "pg" });
    const { workers: _unprefixed, reopen, ...rest } = backend;
    return {
      ...rest,
      store: prefixStore(store, "app"),
      reopen: async () => prefixStore(await (reopen as NonNullable<typeof reopen>)(), "app"),
    };
  },
};

for (const isolation of ["repeatable read", "serializable"]) {
  const settings = { default_transaction_isolation: isolation };
  suites[`PostgreSQL where transactions are ${isolation}`] = () =>
    underTest(() => openedPool(settings), { client: "pg", options: asOptions(settings) });
}

for (const name of setUps(Object.keys(suites), [
  "PostgreSQL over a pool of pg",
  "PostgreSQL over postgres.js",
])) {
  await storeSuite({ name, describe, it, createStore: suites[name] as () => Promise<StoreUnderTest> });
}

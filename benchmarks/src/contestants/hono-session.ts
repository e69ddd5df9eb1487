import { type Storage, useSession, useSessionStorage } from "@hono/session";
import type { Context } from "hono";
import { type Contestant, lifetimeSeconds, type Setup, secret } from "../contestant.ts";
import { honoFramework } from "../frameworks/hono.ts";
import { scenarioNames } from "../scenario.ts";
import { mapStore, type ObjectStore, redisObjectStore } from "./object-store.ts";

type Data = Record<string, unknown>;

async function start({ rolling }: Setup, store?: ObjectStore) {
  const duration = { absolute: 30 * lifetimeSeconds, inactivity: lifetimeSeconds };
  const read = async (c: Context) => {
    const data: Data | null = await c.var.session.get();
    if (data !== null && rolling) await c.var.session.update(data);
    return data?.n;
  };
  const change = async (c: Context, change: (data: Data) => Data) => {
    await c.var.session.update((data: Data | null) => change(data ?? {}));
  };
  const app = await honoFramework.start(
    {
      read,
      async write(c) {
        let n = 0;
        await change(c, (data) => {
          n = (data.n as number) + 1;
          return { ...data, n };
        });
        return n;
      },
      async create(c) {
        await change(c, () => ({ n: 1 }));
        return 1;
      },
      fill: (c, _, data) => change(c, () => data),
    },
    (server) => {
      const storage = store && {
        get: store.get,
        set: store.set,
        delete: store.remove,
      };
      if (storage) server.use(useSessionStorage(storage as unknown as Storage<Data>) as never);
      server.use(useSession({ secret: secret.slice(0, 32), duration }) as never);
    },
  );
  return { ...app, close: () => store?.close() };
}

/** With a storage, `update` keeps the old end of the session. */
const allButRolling = scenarioNames.filter((name) => name !== "rolling");

const common = { framework: "hono", kind: "peer" } as const;

export const honoSession: readonly Contestant[] = [
  {
    ...common,
    id: "@hono/session, memory (Map adapter)",
    store: "memory",
    scenarios: allButRolling,
    start: (setup) => start(setup, mapStore()),
  },
  {
    ...common,
    id: "@hono/session, redis (adapter)",
    store: "redis",
    scenarios: allButRolling,
    start: async (setup) => start(setup, await redisObjectStore(setup, "hono-session")),
  },
  { ...common, id: "@hono/session, cookie (JWE)", store: "cookie", start: (setup) => start(setup) },
];

import type { Context } from "koa";
import { objectActions } from "../actions.ts";
import { type Contestant, lifetimeSeconds, type Setup, secret } from "../contestant.ts";
import { koaFramework } from "../frameworks/koa.ts";
import { importUntyped } from "../import-untyped.ts";
import { mapStore, type ObjectStore, redisObjectStore } from "./object-store.ts";

async function start({ rolling }: Setup, store?: ObjectStore) {
  const { default: koaSession, createSession = koaSession } = await importUntyped("koa-session");
  const options = {
    signed: true,
    rolling,
    maxAge: lifetimeSeconds * 1000,
    sameSite: "lax",
    ...(store && { store: { get: store.get, set: store.set, destroy: store.remove } }),
  };
  const app = await koaFramework.start(
    objectActions((context: Context) => context.session as unknown as Record<string, unknown>),
    (server) => {
      server.keys = [secret];
      server.use(createSession(options, server));
    },
  );
  return { ...app, close: () => store?.close() };
}

const common = { framework: "koa", kind: "peer" } as const;

export const koaSession: readonly Contestant[] = [
  {
    ...common,
    id: "koa-session, memory (Map adapter)",
    store: "memory",
    start: (setup) => start(setup, mapStore()),
  },
  {
    ...common,
    id: "koa-session, redis (adapter)",
    store: "redis",
    start: async (setup) => start(setup, await redisObjectStore(setup, "koa-session")),
  },
  { ...common, id: "koa-session, cookie", store: "cookie", start: (setup) => start(setup) },
];

import type { Request } from "express";
import { objectActions } from "../actions.ts";
import { type Contestant, lifetimeSeconds, type Setup, secret } from "../contestant.ts";
import { expressFramework } from "../frameworks/express.ts";
import { importUntyped } from "../import-untyped.ts";
import { connectRedis } from "../redis-client.ts";

type WithSession = Request & { session: Record<string, unknown> };

async function start({ rolling }: Setup, store?: unknown, close?: () => unknown) {
  const { default: session } = await importUntyped("express-session");
  const options = { secret, store, rolling, resave: false, saveUninitialized: false };
  const middleware = session({ ...options, cookie: { maxAge: lifetimeSeconds * 1000, sameSite: "lax" } });
  const app = await expressFramework.start(
    objectActions((request) => (request as WithSession).session),
    (server) => server.use(middleware),
  );
  return { ...app, close };
}

const common = { framework: "express", kind: "peer" } as const;

export const expressSession: readonly Contestant[] = [
  { ...common, id: "express-session, memory", store: "memory", start: (setup) => start(setup) },
  {
    ...common,
    id: "express-session, connect-redis",
    store: "redis",
    async start(setup) {
      const { RedisStore } = await importUntyped("connect-redis");
      const client = await connectRedis(setup.redisUrl);
      const prefix = `express-session:${setup.rolling}:`;
      return start(setup, new RedisStore({ client, prefix }), () => client.destroy());
    },
  },
];

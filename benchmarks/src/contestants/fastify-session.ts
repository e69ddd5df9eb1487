import type { FastifyRequest } from "fastify";
import { getSetActions } from "../actions.ts";
import { type Contestant, lifetimeSeconds, type Setup, secret } from "../contestant.ts";
import { fastifyFramework } from "../frameworks/fastify.ts";
import { importUntyped } from "../import-untyped.ts";
import { connectRedis } from "../redis-client.ts";

interface WithSession {
  session: { get(key: string): unknown; set(key: string, value: unknown): void };
}

async function start({ rolling }: Setup, store?: unknown, close?: () => void) {
  const { default: cookie } = await importUntyped("@fastify/cookie");
  const { default: session } = await importUntyped("@fastify/session");
  const options = { secret, rolling, saveUninitialized: false, ...(store !== undefined && { store }) };
  const app = await fastifyFramework.start(
    getSetActions((request: FastifyRequest) => (request as unknown as WithSession).session),
    async (server) => {
      await server.register(cookie);
      const attributes = { maxAge: lifetimeSeconds * 1000, secure: false, sameSite: "lax" };
      await server.register(session, { ...options, cookie: attributes });
    },
  );
  return {
    ...app,
    close() {
      close?.();
      return app.close?.();
    },
  };
}

const common = { framework: "fastify", kind: "peer" } as const;

export const fastifySession: readonly Contestant[] = [
  { ...common, id: "@fastify/session, memory", store: "memory", start: (setup) => start(setup) },
  {
    ...common,
    id: "@fastify/session, connect-redis",
    store: "redis",
    async start(setup) {
      const { RedisStore } = await importUntyped("connect-redis");
      const client = await connectRedis(setup.redisUrl);
      const prefix = `fastify-session:${setup.rolling}:`;
      return start(setup, new RedisStore({ client, prefix }), () => client.destroy());
    },
  },
];

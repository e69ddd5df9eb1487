import type { Context } from "hono";
import { CookieStore, MemoryStore, sessionMiddleware } from "hono-sessions";
import { getSetActions } from "../actions.ts";
import { type Contestant, lifetimeSeconds, type Setup, secret } from "../contestant.ts";
import { honoFramework } from "../frameworks/hono.ts";
import { redisObjectStore } from "./object-store.ts";

type Store = Parameters<typeof sessionMiddleware>[0]["store"];

async function start({ rolling }: Setup, store: Store, encryptionKey?: string, close?: () => void) {
  const middleware = sessionMiddleware({
    store,
    expireAfterSeconds: lifetimeSeconds,
    autoExtendExpiration: rolling,
    cookieOptions: { path: "/", httpOnly: true, sameSite: "Lax" },
    ...(encryptionKey && { encryptionKey }),
  });
  const app = await honoFramework.start(
    getSetActions((c: Context) => c.get("session")),
    (server) => server.use(middleware as never),
  );
  return { ...app, close };
}

const common = { framework: "hono", kind: "peer" } as const;

export const honoSessions: readonly Contestant[] = [
  {
    ...common,
    id: "hono-sessions, memory, no key",
    store: "memory",
    start: (setup) => start(setup, new MemoryStore()),
  },
  {
    ...common,
    id: "hono-sessions, memory",
    store: "memory",
    start: (setup) => start(setup, new MemoryStore(), secret),
  },
  {
    ...common,
    id: "hono-sessions, redis (adapter)",
    store: "redis",
    async start(setup) {
      const store = await redisObjectStore(setup, "hono-sessions");
      const adapter = {
        getSessionById: (id?: string) => (id ? store.get(id) : undefined),
        createSession: store.set,
        persistSessionData: store.set,
        deleteSession: store.remove,
      };
      return start(setup, adapter as Store, secret, store.close);
    },
  },
  {
    ...common,
    id: "hono-sessions, cookie",
    store: "cookie",
    start: (setup) => start(setup, new CookieStore(), secret),
  },
];

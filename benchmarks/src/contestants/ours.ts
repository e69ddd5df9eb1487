import type { SessionOptions, SessionStore, TokenStore } from "@sess/core";
import type { Request } from "express";
import type { Context as HonoContext } from "hono";
import type { Context as KoaContext } from "koa";
import { getSetActions } from "../actions.ts";
import { type App, type Contestant, lifetimeSeconds, type Setup, secret } from "../contestant.ts";
import { ourStores } from "../our-stores.ts";

type Options = Pick<
  SessionOptions,
  "secret" | "store" | "idle" | "rolling" | "clock" | "encrypt" | "touchAfter"
>;
type OnFramework = (options: Options) => Promise<App>;

/** The adapter of each framework, as its README mounts it. */
const adapters = {
  async express(options) {
    const { session } = await import("@sess/express");
    const { expressFramework } = await import("../frameworks/express.ts");
    return expressFramework.start(
      getSetActions((request: Request) => request.session),
      (server) => server.use(session(options)),
    );
  },
  async koa(options) {
    const { session } = await import("@sess/koa");
    const { koaFramework } = await import("../frameworks/koa.ts");
    return koaFramework.start(
      getSetActions((context: KoaContext) => context.session),
      (server) => server.use(session(options)),
    );
  },
  async hono(options) {
    const { session } = await import("@sess/hono");
    const { honoFramework } = await import("../frameworks/hono.ts");
    return honoFramework.start(
      getSetActions((c: HonoContext) => c.get("session")),
      (server) => server.use(session(options) as never),
    );
  },
} satisfies Record<string, OnFramework>;

type Adapter = keyof typeof adapters;

interface Opened {
  readonly store: SessionStore | TokenStore;
  close?(): unknown;
}

function ours(
  framework: Adapter,
  label: string,
  store: NonNullable<Contestant["store"]>,
  open: (setup: Setup) => Promise<Opened>,
  more: Partial<Options> = {},
): Contestant {
  return {
    id: `@sess/${framework}, ${label}`,
    framework,
    kind: "ours",
    store,
    async start(setup) {
      const { store, close } = await open(setup);
      const { rolling, clock } = setup;
      // Only the check of rolling moves the time.
      const time = rolling ? { clock } : {};
      const app = await adapters[framework]({
        secret,
        store,
        idle: lifetimeSeconds,
        rolling,
        ...time,
        ...more,
      });
      return { ...app, close };
    },
  };
}

const keyed =
  (kind: "memory" | "redis" | "sqlite") =>
  ({ folder, redisUrl, rolling }: Setup): Promise<Opened> =>
    ourStores[kind]({ folder, redisUrl, name: rolling ? "rolling" : "plain" });

const inCookie = (encrypt: boolean) => async (): Promise<Opened> => {
  const { cookieStore } = await import("@sess/store-cookie");
  return { store: cookieStore({ encrypt }) };
};

const frameworks = Object.keys(adapters) as Adapter[];

export const allOurs: readonly Contestant[] = [
  ...frameworks.flatMap((framework) => [
    ours(framework, "memory", "memory", keyed("memory")),
    ours(framework, "redis", "redis", keyed("redis")),
    ours(framework, "cookie, encrypted", "cookie", inCookie(true)),
  ]),
  ours("express", "sqlite", "sqlite", keyed("sqlite")),
  ours("express", "memory, encrypted", "memory", keyed("memory"), { encrypt: true }),
  ours("express", "cookie, signed", "cookie", inCookie(false)),
  {
    ...ours("express", "memory, touch every time", "memory", keyed("memory"), { touchAfter: 0 }),
    fullOnly: true,
  },
];

import { type Awaitable, createSessions, type SessionStore } from "@sess/core";
import { startProxy, type TestProxy } from "../proxy.ts";
import type { TestServer } from "../test-server.ts";
import { type FaultBench, shortTimeout } from "./bench.ts";
import { eventually } from "./eventually.ts";
import { faults } from "./faults.ts";

/** A store over a server, and what ends its client. */
export interface OpenedStore<Store extends SessionStore> {
  readonly store: Store;
  readonly close: () => Awaitable<unknown>;
}

/** A kind of server, a store over it, and four functions of the test runner. */
export interface FaultSuiteOptions<Store extends SessionStore = SessionStore> {
  readonly name: string;
  readonly describe: (title: string, body: () => void) => unknown;
  readonly it: (title: string, test: () => Promise<void>, timeout?: number) => unknown;
  readonly beforeAll: (hook: () => Promise<void>) => unknown;
  readonly afterAll: (hook: () => Promise<void>) => unknown;
  /** A server for this suite alone: it is killed, paused and emptied. */
  readonly startServer: () => Promise<TestServer>;
  /** A store whose client talks to `url` and connects again by itself. */
  readonly openStore: (url: string) => Awaitable<OpenedStore<Store>>;
  /** What an empty server needs before the store works: `migrate()`. */
  readonly prepare?: (store: Store) => Awaitable<unknown>;
  /** A killed server comes back with all it said yes to. */
  readonly keepsData: boolean;
  /**
   * How long the store may take to work again once its server does, in milliseconds.
   *
   * @default 15_000
   */
  readonly recovery?: number;
}

const secret = "a secret for tests of faults, not of secrecy";

/**
 * Runs real requests through core while the server is killed, emptied, paused, cut off and slow. Each request succeeds
 * or fails with one of core's store errors, soon; no session that exists is ever answered as empty; nothing that was
 * acknowledged is lost where the server kept it; and all works again by itself when the server does.
 *
 * @example
 * faultSuite({
 *   name: "redis", describe, it, beforeAll, afterAll,
 *   startServer: startRedis,
 *   keepsData: true,
 *   openStore: async (url) => {
 *     const client = createClient({ url });
 *     client.on("error", () => {});
 *     await client.connect();
 *     return { store: redisStore({ client }), close: () => client.destroy() };
 *   },
 * });
 */
export function faultSuite<Store extends SessionStore>(options: FaultSuiteOptions<Store>): void {
  const { name, describe, it, beforeAll, afterAll, keepsData, recovery = 15_000 } = options;
  describe(`faults: ${name}`, () => {
    let server: TestServer;
    let proxy: TestProxy | undefined;
    beforeAll(async () => {
      server = await options.startServer();
      proxy = await startProxy(server);
    });
    afterAll(async () => {
      await proxy?.stop();
      await server?.stop();
    });
    for (const fault of faults) {
      const run = async () => {
        if (proxy === undefined) throw new Error("The server was not started.");
        const { store, close } = await options.openStore(proxy.url);
        const bench: FaultBench = {
          server,
          proxy,
          store,
          patient: createSessions({ store, secret }),
          impatient: createSessions({ store, secret, storeTimeout: shortTimeout / 1_000 }),
          keepsData,
          recovery,
          async prepare() {
            await eventually("the empty server is prepared", recovery, async () => options.prepare?.(store));
          },
        };
        try {
          await bench.prepare();
          await fault.happens(bench);
        } catch (error) {
          await recovered(server, proxy);
          throw error;
        } finally {
          await Promise.allSettled([(async () => store.close?.())(), (async () => close())()]);
        }
      };
      if (fault.needsData && !keepsData) continue;
      it(fault.title, run, 120_000);
    }
  });
}

/** What went wrong in one test is not the next one's. */
async function recovered(server: TestServer, proxy: TestProxy): Promise<void> {
  proxy.delay(0);
  proxy.accept();
  proxy.cut();
  await server.kill();
  await server.startEmpty();
}

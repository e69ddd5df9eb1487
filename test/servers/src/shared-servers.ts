import { MissingBinary } from "./binary.ts";
import { startMariadb } from "./mariadb.ts";
import { startMemcached } from "./memcached.ts";
import { startPostgres } from "./postgres.ts";
import { startRedis } from "./redis.ts";
import { type SharedServer, urlVariables } from "./server-url.ts";
import type { TestServer } from "./test-server.ts";

const starts: Readonly<Record<SharedServer, () => Promise<TestServer>>> = {
  redis: startRedis,
  postgres: startPostgres,
  mysql: startMariadb,
  memcached: startMemcached,
};

/**
 * Starts, all at the same time, each server whose URL is not in the environment, and puts its URL there. One whose
 * program is missing is left out. Returns what ends them. As vitest's `globalSetup`: before the first test, and after
 * the last.
 */
export default async function sharedServers(): Promise<() => Promise<void>> {
  const wanted = (Object.keys(starts) as SharedServer[]).filter((kind) => !process.env[urlVariables[kind]]);
  const started: TestServer[] = [];
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
    for (const kind of wanted) delete process.env[urlVariables[kind]];
  };
  const outcomes = await Promise.allSettled(
    wanted.map(async (kind) => {
      const server = await starts[kind]();
      started.push(server);
      process.env[urlVariables[kind]] = server.url;
    }),
  );
  const failed = outcomes.find((one) => one.status === "rejected" && !(one.reason instanceof MissingBinary));
  if (failed?.status === "rejected") {
    await stop();
    throw failed.reason;
  }
  return stop;
}

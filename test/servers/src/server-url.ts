import { type Binary, MissingBinary } from "./binary.ts";
import { mariadbBinary } from "./mariadb.ts";
import { memcachedBinary } from "./memcached.ts";
import { postgresBinary } from "./postgres.ts";
import { redisBinary } from "./redis.ts";

/** The servers that a whole test run shares. */
export type SharedServer = "redis" | "postgres" | "mysql" | "memcached";

/** Where each one's URL is, for whoever has one already and for processes that tests start. */
export const urlVariables: Readonly<Record<SharedServer, string>> = {
  redis: "REDIS_URL",
  postgres: "POSTGRES_URL",
  mysql: "MYSQL_URL",
  memcached: "MEMCACHED_URL",
};

const binaries: Readonly<Record<SharedServer, Binary>> = {
  redis: redisBinary,
  postgres: postgresBinary,
  mysql: mariadbBinary,
  memcached: memcachedBinary,
};

/**
 * The URL of the server that the whole test run shares: from the environment, where `sharedServers` put it unless it
 * was there. Tests keep apart by prefix, table or database. Throws `MissingBinary` where there is none.
 */
export function serverUrl(server: SharedServer): string {
  const variable = urlVariables[server];
  const url = process.env[variable];
  if (url) return url;
  throw new MissingBinary(binaries[server], ` or set ${variable}`);
}

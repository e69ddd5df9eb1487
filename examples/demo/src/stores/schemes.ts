import type { Opener } from "./opener.ts";

/** One way to say where sessions are kept. */
export interface Scheme {
  /** What the URL looks like, and what comes of it. */
  readonly usage: readonly [url: string, meaning: string];
  /** Nothing of a store is loaded, neither the package nor its client, before it is chosen. */
  readonly load: () => Promise<Opener>;
}

const redis: Scheme = {
  usage: ["redis://<host>", "Redis or Valkey (rediss: over TLS)"],
  load: async () => (await import("./redis.ts")).openRedis,
};
const postgres: Scheme = {
  usage: ["postgres://<user>:<password>@<host>/<database>", "PostgreSQL"],
  load: async () => (await import("./postgres.ts")).openPostgres,
};

/** How to open a store, by the scheme of its URL. */
export const schemes: Readonly<Record<string, Scheme>> = {
  sqlite: {
    usage: ["sqlite:<file>", "SQLite"],
    load: async () => (await import("./sqlite.ts")).openSqlite,
  },
  memory: {
    usage: ["memory:", "this process, until it stops"],
    load: async () => (await import("./memory.ts")).openMemory,
  },
  file: {
    usage: ["file:<folder>", "a file for each session"],
    load: async () => (await import("./file.ts")).openFiles,
  },
  cookie: {
    usage: ["cookie:", "the visitor's browser, encrypted"],
    load: async () => (await import("./cookie.ts")).openCookie,
  },
  redis,
  rediss: redis,
  postgres,
  postgresql: postgres,
  mysql: {
    usage: ["mysql://<user>:<password>@<host>/<database>", "MySQL or MariaDB"],
    load: async () => (await import("./mysql.ts")).openMysql,
  },
  memcached: {
    usage: ["memcached://<host>", "memcached, through Keyv"],
    load: async () => (await import("./keyv.ts")).openMemcached,
  },
  keyv: {
    usage: ["keyv:", "Keyv in this process, until it stops"],
    load: async () => (await import("./keyv.ts")).openKeyv,
  },
  cached: {
    usage: ["cached:<fast url>+<slow url>", "two of these, the first as a cache in front of the other"],
    load: async () => (await import("./cached.ts")).openCached,
  },
};

/** A line for each scheme. */
export const storeUsage: string = [...new Set(Object.values(schemes))]
  .map(({ usage: [url, meaning] }) => `    ${url.padEnd(48)} ${meaning}`)
  .join("\n");

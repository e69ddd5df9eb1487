import type { TestServer } from "@sess-tests/servers";
import type { Form } from "./results.ts";

/** What a part of the benchmark is given. */
export interface PartInput {
  readonly form: Form;
  /** Runs only contestants or stores whose name contains this. */
  readonly only: string;
  /** URLs of servers of the benchmark, started at the first call; undefined where the machine has none. */
  readonly servers: Servers;
}

export interface Servers {
  redis(): Promise<string | undefined>;
  postgres(): Promise<string | undefined>;
  mysql(): Promise<string | undefined>;
}

/** Servers that belong to the benchmark, on free ports, and how to end them. */
export function privateServers(): Servers & { stop(): Promise<void> } {
  const running: TestServer[] = [];
  const once = (variable: string, start: () => Promise<TestServer>) => {
    let url: Promise<string | undefined> | undefined;
    const begin = async () => {
      if (process.env[variable]) return process.env[variable];
      const { MissingBinary } = await import("@sess-tests/servers");
      try {
        const server = await start();
        running.push(server);
        return server.url;
      } catch (error) {
        if (!(error instanceof MissingBinary)) throw error;
        console.error(`${error.message}: left out.`);
        return undefined;
      }
    };
    return () => {
      url ??= begin();
      return url;
    };
  };
  return {
    // Nothing on disk: what a cache is run as.
    redis: once("REDIS_URL", async () =>
      (await import("@sess-tests/servers")).startRedis({ args: ["--appendonly", "no"] }),
    ),
    postgres: once("POSTGRES_URL", async () => (await import("@sess-tests/servers")).startPostgres()),
    // As PostgreSQL comes, which leaves its files to the system's cache; InnoDB knows its own buffer only.
    mysql: once("MYSQL_URL", async () =>
      (await import("@sess-tests/servers")).startMariadb({ bufferPool: "1G", log: "128M" }),
    ),
    async stop() {
      for (const server of running) await server.stop();
    },
  };
}

import { findBinary } from "./binary.ts";
import { startServer, type TestServer } from "./test-server.ts";

export const redisBinary = { command: "redis-server", debianPackage: "redis-server" };

/** What a private Redis may be given. */
export interface RedisOptions {
  /** More arguments of `redis-server`. They win over ours. */
  readonly args?: readonly string[];
}

/** A private Redis. It writes each command to its file before it answers, so a killed one comes back with all it said yes to. */
export async function startRedis({ args = [] }: RedisOptions = {}): Promise<TestServer> {
  const local = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"];
  // "everysec" may put a write off while an older one is on its way to the disk; what the system has survives a kill.
  const kept = ["--appendfsync", "no", "--auto-aof-rewrite-percentage", "0"];
  return startServer({
    name: "Redis",
    command: findBinary(redisBinary),
    args: (port, data) => ["--port", String(port), "--dir", data, ...local, ...kept, ...args],
    url: (port) => `redis://127.0.0.1:${port}`,
    greeting: { say: "PING\r\n", ready: (answer) => answer.toString().startsWith("+PONG") },
  });
}

import { findBinary } from "./binary.ts";
import { startServer, type TestServer } from "./test-server.ts";

export const memcachedBinary = { command: "memcached", debianPackage: "memcached" };

/** A private memcached. It keeps nothing: `start` and `startEmpty` are the same. */
export async function startMemcached(): Promise<TestServer> {
  // It refuses to be root without being told so.
  const user = process.getuid?.() === 0 ? ["-u", "root"] : [];
  return startServer({
    name: "memcached",
    command: findBinary(memcachedBinary),
    args: (port) => ["-l", "127.0.0.1", "-p", String(port), "-U", "0", "-m", "64", ...user],
    url: (port) => `memcached://127.0.0.1:${port}`,
    greeting: { say: "version\r\n", ready: (answer) => answer.toString().startsWith("VERSION") },
  });
}

import { createServer } from "node:net";

/**
 * Below the ports that systems give to outgoing connections: a client that tries again and again while its server is
 * down must never be given the server's own port.
 */
const lowest = 12_000;
const highest = 32_000;

/** A port of 127.0.0.1 that nobody listens on. Another process may still take it first. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import type { TestServer } from "./test-server.ts";

/** A proxy between a client and a server, which can do what networks do. */
export interface TestProxy {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Cuts all connections, as a reset. New ones are taken. */
  cut(): void;
  /** Replies arrive so many milliseconds later from now on. */
  delay(ms: number): void;
  /** Takes no new connections; those that are open go on. */
  refuse(): void;
  /** Takes new connections again. */
  accept(): void;
  stop(): Promise<void>;
}

/** Starts a proxy in front of `target`. Its URL is the target's, with another port. */
export async function startProxy(target: TestServer): Promise<TestProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let refusing = false;
  let delayed = 0;
  const server = createServer((client) => {
    if (refusing) return void client.resetAndDestroy();
    const upstream = connect({ host: target.host, port: target.port });
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      for (const socket of pair) if (!socket.destroyed) socket.resetAndDestroy();
    };
    client.setNoDelay(true).on("data", (chunk) => upstream.write(chunk));
    let replied: Promise<unknown> = Promise.resolve();
    upstream.setNoDelay(true).on("data", (chunk) => {
      const due = performance.now() + delayed;
      replied = replied
        .then(() => (due > performance.now() ? sleep(due - performance.now()) : undefined))
        .then(() => client.destroyed || client.write(chunk));
    });
    for (const socket of pair) socket.on("error", end).on("close", end);
  });
  const port = await listening(server);
  const url = new URL(target.url);
  url.port = String(port);
  const cut = () => {
    for (const pair of [...pairs]) for (const socket of pair) socket.resetAndDestroy();
  };
  return {
    url: url.href,
    host: "127.0.0.1",
    port,
    cut,
    delay: (ms) => {
      delayed = ms;
    },
    refuse: () => {
      refusing = true;
    },
    accept: () => {
      refusing = false;
    },
    async stop() {
      cut();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listening(server: Server): Promise<number> {
  for (;;) {
    const port = await freePort();
    const taken = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(true));
      server.listen(port, "127.0.0.1", () => resolve(false));
    });
    if (!taken) return port;
  }
}

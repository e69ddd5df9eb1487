import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { memoryStore, type SessionStore } from "@sess/core";
import { freePort } from "../src/free-port.ts";
import type { TestServer } from "../src/index.ts";

/** What a client asks: the name of a store's function, and its arguments. */
export interface Question {
  readonly call: "read" | "write" | "remove" | "touch";
  readonly values: readonly unknown[];
}

/**
 * A server in this process, for trying the suite itself: a memory store, asked in lines of JSON, one connection per
 * question or many. It keeps what it has when it is killed, as a real one does on its disk.
 */
export async function startLineServer(): Promise<TestServer> {
  let records: SessionStore = memoryStore();
  let server: Server | undefined;
  let paused: (() => void)[] | undefined;
  const sockets = new Set<Socket>();

  const answer = async (socket: Socket, line: string) => {
    const { call, values } = JSON.parse(line) as Question;
    const act = records[call] as (...given: readonly unknown[]) => unknown;
    // JSON has no undefined; the version that a write expects is at its end.
    const given = values.map((value) => value ?? undefined);
    socket.write(`${JSON.stringify({ value: await act(...given) })}\n`);
  };
  const listen = async (port: number) => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
      createInterface({ input: socket })
        .on("error", () => {})
        .on("line", (line) => {
          const work = () => void (socket.destroyed || answer(socket, line));
          if (paused) paused.push(work);
          else work();
        });
    }).listen(port, "127.0.0.1");
    await once(server, "listening");
    return port;
  };
  const resume = () => {
    const waiting = paused ?? [];
    paused = undefined;
    for (const work of waiting) work();
  };
  const kill = async () => {
    paused = undefined;
    for (const socket of sockets) socket.resetAndDestroy();
    if (server?.listening) await new Promise((resolve) => server?.close(resolve));
  };
  const port = await listen(await freePort());
  return {
    url: `line://127.0.0.1:${port}`,
    host: "127.0.0.1",
    port,
    kill,
    async start() {
      await listen(port);
    },
    async startEmpty() {
      records = memoryStore();
      await listen(port);
    },
    pause() {
      paused ??= [];
    },
    resume,
    stop: kill,
  };
}

import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestServer } from "./test-server.ts";

/** Gives a Redis one command, as a line, and resolves to the raw reply. */
export function redisCommand({ host, port }: TestServer, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port }, () => socket.write(`${line}\r\nQUIT\r\n`));
    let reply = "";
    socket.setEncoding("utf8").on("data", (chunk) => {
      reply += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => {
      if (reply.startsWith("-")) reject(new Error(`Redis refused "${line}": ${reply.split("\r\n")[0]}`));
      else resolve(reply);
    });
  });
}

/** Waits until the reply to `line` holds `text`. */
export async function redisSays(server: TestServer, line: string, text: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const reply = await redisCommand(server, line);
    if (reply.includes(text)) return;
    if (Date.now() > deadline) throw new Error(`Redis does not say "${text}" to "${line}":\n${reply}`);
    await sleep(20);
  }
}

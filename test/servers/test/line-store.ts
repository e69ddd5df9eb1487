import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { memoryStore, type SessionRecord, type SessionStore } from "@sess/core";
import type { Question } from "./line-server.ts";

/** How a client may be wrong. */
export interface Mistakes {
  /** It connects once. */
  readonly connectsOnce?: boolean;
  /** Replies that are lost with their connection are waited for. */
  readonly waitsForever?: boolean;
}

/** A store over a `startLineServer`: one connection, and another after that has failed. */
export function lineStore(url: string, mistakes: Mistakes = {}): SessionStore {
  const { hostname: host, port } = new URL(url);
  let socket: Socket | undefined;
  let waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = [];

  const open = (): Socket => {
    if (socket && (mistakes.connectsOnce || !socket.destroyed)) return socket;
    const opened = connect({ host, port: Number(port) });
    const mine: typeof waiting = [];
    waiting = mine;
    const fail = (error: Error) => {
      opened.destroy();
      if (!mistakes.waitsForever) for (const { reject } of mine.splice(0)) reject(error);
    };
    opened.on("error", fail).on("close", () => fail(new Error("The connection was closed.")));
    createInterface({ input: opened })
      .on("error", () => {})
      .on("line", (line) => mine.shift()?.resolve(JSON.parse(line).value));
    socket = opened;
    return opened;
  };
  const ask = async <T>(call: Question["call"], ...values: readonly unknown[]): Promise<T> => {
    const connection = open();
    if (connection.destroyed && !mistakes.waitsForever) throw new Error("There is no connection.");
    return new Promise<unknown>((resolve, reject) => {
      waiting.push({ resolve, reject });
      connection.write(`${JSON.stringify({ call, values } satisfies Question)}\n`);
    }) as Promise<T>;
  };
  return {
    abilities: { ...memoryStore().abilities, durable: true, shared: true, owners: false, sweeps: false },
    read: (key, now) => ask<SessionRecord | undefined>("read", key, now),
    write: (key, record, expected, now) => ask<boolean>("write", key, record, expected, now),
    remove: (key) => ask<void>("remove", key),
    touch: (key, expiresAt, expected, now) => ask<boolean>("touch", key, expiresAt, expected, now),
    close: () => void socket?.destroy(),
  };
}

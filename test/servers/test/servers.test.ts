import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answers } from "../src/answers.ts";
import { startMariadb, startMemcached, startPostgres, startRedis, type TestServer } from "../src/index.ts";
import { redisCommand } from "../src/redis-command.ts";

const starts = { startRedis, startPostgres, startMariadb, startMemcached };

/** Whether somebody takes connections there. */
function listens({ host, port }: TestServer): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => resolve(true));
    socket.on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}

describe.each(Object.entries(starts))("%s", (_name, start) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());

  it("is there when it says so, on its own port", async () => {
    expect(new URL(server.url).port).toBe(String(server.port));
    expect(await listens(server)).toBe(true);
  });

  it("is killed, and comes back on the same port, with what it kept and with nothing", async () => {
    for (const again of [server.start, server.startEmpty]) {
      await server.kill();
      expect(await listens(server)).toBe(false);
      await again();
      expect(await listens(server)).toBe(true);
    }
  });

  it("is killed while it is paused", async () => {
    server.pause();
    await server.kill();
    expect(await listens(server)).toBe(false);
    await server.start();
  });

  it("ends for good, twice without an error", async () => {
    await server.stop();
    await server.stop();
    expect(await listens(server)).toBe(false);
  });
});

describe("a private Redis", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  it("keeps what it said yes to when it is killed, until it is started empty", async () => {
    await redisCommand(server, "SET name ada");
    await server.kill();
    await server.start();
    expect(await redisCommand(server, "GET name")).toContain("ada");
    await server.kill();
    await server.startEmpty();
    expect(await redisCommand(server, "GET name")).toContain("$-1");
  });

  it("answers nothing while it is paused, and then what was asked", async () => {
    server.pause();
    const ready = { say: "PING\r\n", ready: (answer: Buffer) => answer.toString().startsWith("+PONG") };
    expect(await answers(server.port, ready)).toBe(false);
    const asked = redisCommand(server, "PING");
    server.resume();
    expect(await asked).toContain("PONG");
  });
});

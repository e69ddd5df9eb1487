import { createSessions, type Session } from "@sess/core";
import { cachedStore } from "@sess/store-cached";
import { redisStore } from "@sess/store-redis";
import { startProxy, startRedis, type TestProxy, type TestServer } from "@sess-tests/servers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { temporaryDatabase } from "../temporary-database.ts";
import { redisClient } from "./redis.ts";

/** Requests of several visitors, over Redis in front of SQLite, while something happens to Redis. */
describe("Redis in front of SQLite", () => {
  let server: TestServer;
  let proxy: TestProxy;
  beforeAll(async () => {
    server = await startRedis();
    proxy = await startProxy(server);
  });
  afterAll(async () => {
    await proxy?.stop();
    await server?.stop();
  });

  let site: Awaited<ReturnType<typeof open>>;
  beforeEach(async () => {
    site = await open();
  });
  afterEach(() => site.end());

  async function open() {
    const database = temporaryDatabase();
    const client = await redisClient(proxy.url);
    const slow = database.open();
    const errors: unknown[] = [];
    const reads = vi.spyOn(slow, "read");
    const store = cachedStore({
      fast: redisStore({ client }),
      slow,
      lifetime: 1,
      fastTimeout: 100,
      onFastError: (error) => errors.push(error),
    });
    const sessions = createSessions<{ count: number }>({
      store,
      secret: "a secret for tests of faults, not of secrecy",
    });
    const visit = async (
      cookies: string | undefined,
      work: (session: Session<{ count: number }>) => unknown,
    ) => {
      const session = await sessions.open({ cookies, secure: true, request: {} });
      await work(session);
      const changes = await sessions.commit(session, { status: 200 });
      return changes?.setCookie.at(-1)?.split(";")[0] ?? cookies;
    };
    /** So many requests, one after the other, of a visitor of its own: each finds what the one before has left. */
    const browse = async (requests: number) => {
      let cookies: string | undefined;
      for (let count = 0; count < requests; count++) {
        cookies = await visit(cookies, (session) => {
          expect(session.get("count", 0)).toBe(count);
          session.set("count", count + 1);
        });
      }
      return cookies;
    };
    const crowd = (requests: number) => Promise.all(Array.from({ length: 8 }, () => browse(requests)));
    const end = () => {
      if (client.isOpen) client.destroy();
      slow.close();
      database.remove();
    };
    return { browse, crowd, end, errors, reads, sessions, visit };
  }

  const disasters: Readonly<Record<string, readonly [happens: () => Promise<unknown>, ends: () => unknown]>> =
    {
      "is killed": [() => server.kill(), () => server.start()],
      "stands still": [async () => server.pause(), () => server.resume()],
      "answers too late": [async () => proxy.delay(1_000), () => proxy.delay(0)],
      "is out of reach": [
        async () => {
          proxy.refuse();
          proxy.cut();
        },
        () => proxy.accept(),
      ],
    };
  for (const [what, [happens, ends]] of Object.entries(disasters)) {
    it(`no request fails, and none reads the old, while Redis ${what}`, async () => {
      const before = site.crowd(100);
      await site.crowd(3);
      await happens();
      try {
        const during = await site.crowd(3);
        await before;
        for (const cookies of during.slice(0, 2)) await site.visit(cookies, (session) => session.flush());
        const states = await Promise.all(
          during.map(async (cookies) => {
            let count: number | undefined;
            await site.visit(cookies, (session) => {
              count = session.get("count");
            });
            return count;
          }),
        );
        expect(states).toEqual([undefined, undefined, 3, 3, 3, 3, 3, 3]);
        expect(site.errors.length).toBeGreaterThan(0);
      } finally {
        await ends();
      }
      await vi.waitFor(
        async () => {
          const cookies = await site.browse(2);
          site.reads.mockClear();
          await site.visit(cookies, (session) => session.get("count"));
          expect(site.reads).not.toHaveBeenCalled();
        },
        { timeout: 20_000, interval: 200 },
      );
    });
  }

  it("no request fails when Redis comes back empty", async () => {
    const cookies = await site.browse(3);
    await server.kill();
    await server.startEmpty();
    let count: number | undefined;
    await site.visit(cookies, (session) => {
      count = session.get("count");
    });
    expect(count).toBe(3);
  });
});

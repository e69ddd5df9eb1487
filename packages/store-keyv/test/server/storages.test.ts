import { createSessions, type SessionStore } from "@sess/core";
import { keyvStore } from "@sess/store-keyv";
import { startProxy, type TestServer } from "@sess-tests/servers";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { versions } from "../versions.ts";
import { memcached, redis, type StorageKind } from "./storages.ts";

const now = Date.UTC(2040, 0, 1);
const day = 86_400_000;
const record = { version: "v1", expiresAt: now + 90 * day, endsAt: now + 99 * day, data: "{}" };
const secret = "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1eU";

async function open(
  kind: StorageKind,
  make: (typeof versions)[number][1],
  { url }: { readonly url: string },
): Promise<{ readonly store: SessionStore; readonly storage: unknown }> {
  const { storage, close } = await kind.open(url);
  const client = make({ store: storage, namespace: "app" });
  // As a server's log would listen: Keyv 6 throws what nobody hears, also when the store has been closed.
  client.on("error", () => {});
  const store = keyvStore({ client });
  onTestFinished(async () => {
    await store.close?.();
    await close();
  });
  return { store, storage };
}

describe.each([memcached, redis])("keyvStore in $name", (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await kind.start();
  });
  afterAll(() => server.stop());

  describe.each(versions)("over %s", (version, make) => {
    it("keeps a session of 90 days", async () => {
      const { store } = await open(kind, make, server);
      await store.write(`long-${version}`, record, undefined, now);
      expect(await store.read(`long-${version}`, now)).toEqual(record);
    });

    it("never logs anybody out because the server is away, and goes on when it is back", async () => {
      const proxy = await startProxy(server);
      onTestFinished(() => proxy.stop());
      const { store } = await open(kind, make, proxy);
      const sessions = createSessions<{ user: string }>({ secret, store });
      const request = (cookies?: string) => sessions.open({ cookies, secure: false, request: {} });
      const login = await request();
      login.set("user", "ann");
      const changes = await sessions.commit(login, { status: 200 });
      const cookie = changes?.setCookie[0]?.split(";")[0];

      proxy.refuse();
      proxy.cut();
      const during = await request(cookie);
      const code = expect.stringMatching(/^ERR_SESS_STORE_(FAILED|TIMEOUT)$/);
      expect(() => during.get("user")).toThrow(expect.objectContaining({ code }));
      proxy.accept();
      await expect.poll(async () => store.read("none", now), { timeout: 10_000 }).toBeUndefined();
      expect((await request(cookie)).get("user")).toBe("ann");
    });

    it("fails a call that a server leaves without an answer", async () => {
      const { store } = await open(kind, make, server);
      await store.write(`left-${version}`, record, undefined, now);
      server.pause();
      try {
        await expect(store.read(`left-${version}`, now)).rejects.toBeInstanceOf(Error);
      } finally {
        server.resume();
      }
    });

    it("keeps the additions of parallel requests of one process", async () => {
      const { store } = await open(kind, make, server);
      const sessions = createSessions<Record<string, number>>({ secret, store });
      const request = (cookies?: string) => sessions.open({ cookies, secure: false, request: {} });
      const first = await request();
      first.set("count", 0);
      const changes = await sessions.commit(first, { status: 200 });
      const cookie = changes?.setCookie[0]?.split(";")[0];
      const parallel = await Promise.all(Array.from({ length: 20 }, () => request(cookie)));
      await Promise.all(
        parallel.map(async (session, index) => {
          session.set(`key${index}`, index);
          session.update("count", (value) => Number(value) + 1);
          await sessions.commit(session, { status: 200 });
        }),
      );
      const after = await request(cookie);
      expect([after.get("count"), after.size]).toEqual([20, 21]);
    });
  });
});

describe.each(versions)("keyvStore in memcached over %s", (_, make) => {
  it("claims what memcached takes, and fails beyond it", async () => {
    const server = await memcached.start();
    onTestFinished(() => server.stop());
    const { store } = await open(memcached, make, server);
    const most = store.abilities.maxBytes ?? 0;
    await store.write("k", { ...record, data: '"'.repeat(most) }, undefined, now);
    expect((await store.read("k", now))?.data).toHaveLength(most);
    const beyond = { ...record, version: "v2", data: '"'.repeat(most + 100_000) };
    await expect(store.write("k", beyond, "v1", now)).rejects.toThrow("too large");
    await expect(store.read("k".repeat(260), now)).rejects.toThrow();
  });
});

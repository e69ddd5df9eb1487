import { createSessions, memoryStore, type SessionRecord, type SessionStore } from "@sess/core";
import { expect, it } from "vitest";
import { kept } from "./seeds/kept.ts";
import { isMeant } from "./target.ts";
import { secrets } from "./targets/setting.ts";

it.each(kept)("does not fail again: $found", async ({ damage, expected }) => {
  const memory = memoryStore();
  let damaged = (record: SessionRecord): SessionRecord => record;
  const written: string[] = [];
  const store: SessionStore = {
    ...memory,
    read(key, now) {
      const record = memory.read(key, now);
      return record && damaged(record);
    },
    write(key, record, expected, now) {
      written.push(record.data);
      return memory.write(key, record, expected && memory.read(key, now)?.version, now);
    },
    async *listOwner(owner, now) {
      for await (const { key, record } of memory.listOwner(owner, now))
        yield { key, record: damaged(record) };
    },
  };
  const sessions = createSessions({
    secret: secrets.newer,
    store,
    device: () => ({ agent: "Browser" }),
  });
  const visitor = await sessions.open({ cookies: undefined, secure: false, request: undefined });
  visitor.set("cart", ["book"]);
  visitor.owner = "anna";
  const cookies = (await sessions.commit(visitor, { status: 200 }))?.setCookie[0]?.split(";")[0];

  damaged = damage;
  const session = await sessions.open({ cookies, secure: false, request: undefined });
  expect(session.owner).toBe(expected.owner);
  session.set("seen", true);
  await sessions.commit(session, { status: 200 });
  expect(written.join()).not.toContain("\0");
  const listed = await sessions.list("anna").then(
    (found) => found.length,
    (error) => (isMeant(error) ? "refused" : error),
  );
  expect(listed).toBe(expected.listed);
});

it("does not fail again: null as options broke the memory store", () => {
  expect(memoryStore(null as never).size).toBe(0);
});

it("does not fail again: a device of nothing failed the first save", async () => {
  const sessions = createSessions({ secret: secrets.newer, device: () => undefined as never });
  const session = await sessions.open({ cookies: undefined, secure: false, request: undefined });
  session.set("cart", ["book"]);
  expect((await sessions.commit(session, { status: 200 }))?.setCookie).toHaveLength(1);
});

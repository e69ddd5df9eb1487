import { describe, expect, it } from "vitest";
import { memoryStore, type SessionRecord } from "../src/index.ts";
import { untouched, used } from "./fixtures/browser.ts";
import { day, hour } from "./fixtures/clock.ts";
import { down } from "./fixtures/rigged-store.ts";
import { type Anything, createSite, createVisitedSite, type SiteOptions } from "./fixtures/site.ts";

describe("a store that fails while a session is opened", () => {
  it.each([
    ["at once", down],
    ["later", () => Promise.reject(new Error("The backend is down"))],
  ])("does not take along a page that leaves the session alone (%s)", async (_name, failing) => {
    const { ada, store, events } = await createVisitedSite();
    store.next("read", failing);
    expect(await ada.visit()).toEqual(untouched);
    expect(events("error")).toHaveLength(1);
  });

  it("is thrown at every touch, with the backend's own error as its cause", async () => {
    const { ada, store } = await createVisitedSite();
    store.next("read", down);
    const { session } = await ada.open();
    const failed = {
      code: "ERR_SESS_STORE_FAILED",
      status: 503,
      message: expect.stringContaining("The store failed in read: The backend is down"),
      cause: { message: "The backend is down" },
    };
    for (const touch of [
      () => session.get("name"),
      () => session.set("name", "eve"),
      () => session.data,
      () => session.id,
      () => session.isEmpty,
      () => session.owner,
      () => session.rotate(),
      () => session.setExpiry(0),
      () => session.flash("a", 1),
    ]) {
      let error: unknown;
      try {
        touch();
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject(failed);
    }
    for (const touch of [
      session.save(),
      session.reload(),
      session.flush(),
      session.touch(),
      session.load(),
    ]) {
      await expect(touch).rejects.toMatchObject(failed);
    }
  });

  it("never ends in an anonymous session that overwrites a login", async () => {
    const { ada, store } = await createVisitedSite();
    store.next("read", down);
    const page = await ada.open();
    expect(() => page.session.set("name", "eve")).toThrow();
    store.takeCalls();
    expect(await page.end()).toEqual(used);
    expect(store.takeCalls()).toEqual([]);
    expect(await ada.data()).toEqual({ name: "ada" });
  });
});

describe('load: "lazy"', () => {
  const lazy: SiteOptions<Anything> = { load: "lazy" };

  /** A browser with a session, in front of a manager that loads when told to. */
  async function visitedLazily() {
    const before = await createVisitedSite();
    const site = createSite({ ...lazy, store: before.store, clock: before.clock });
    const ada = site.browser();
    ada.jar.set("sid", before.ada.jar.get("sid")?.value ?? "");
    return { ...site, ada };
  }

  it("reads nothing before load(), and once then", async () => {
    const { ada, store } = await visitedLazily();
    const page = await ada.open();
    expect(await page.end()).toEqual(untouched);
    expect(store.takeCalls()).toEqual([]);
    const { session } = await ada.open();
    await Promise.all([session.load(), session.load()]);
    expect(await session.load()).toBe(session);
    expect(store.takeCalls()).toEqual(["read"]);
    expect(session.get("name")).toBe("ada");
  });

  it("throws a clear error where the session is used before", async () => {
    const { session } = await createSite(lazy).browser().open();
    const early = { code: "ERR_SESS_NOT_LOADED", message: expect.stringContaining("await session.load()") };
    expect(() => session.get("name")).toThrow(expect.objectContaining(early));
    expect(() => session.id).toThrow(expect.objectContaining(early));
    expect(() => session.isNew).toThrow(expect.objectContaining(early));
    await expect(session.save()).rejects.toMatchObject(early);
  });

  it("saves like an eager one", async () => {
    const { ada } = await visitedLazily();
    await ada.visit(async (session) => (await session.load()).set("name", "bob"));
    await ada.visit(async (session) => expect((await session.load()).get("name")).toBe("bob"));
  });

  it("rejects load() where the store fails", async () => {
    const { ada, store } = await visitedLazily();
    store.next("read", down);
    const { session } = await ada.open();
    await expect(session.load()).rejects.toMatchObject({ code: "ERR_SESS_STORE_FAILED" });
  });
});

describe("a record that cannot be read", () => {
  /** A browser whose record has been changed in the store. */
  async function damaged(damage: (record: SessionRecord) => SessionRecord) {
    const memory = memoryStore();
    const site = await createVisitedSite({ store: memory });
    const id = (await site.ada.open()).session.id ?? "";
    const record = memory.read(id, 0);
    if (record === undefined) throw new Error("No record");
    memory.write(id, damage(record), record.version, 0);
    site.told.length = 0;
    return { ...site, id, memory };
  }
  const lineOf = (record: SessionRecord) => record.data.slice(0, record.data.indexOf("\n") + 1);

  it.each<[string, (record: SessionRecord) => string]>([
    ["nothing", () => ""],
    ["no header", () => '{"name":"ada"}'],
    ["another header", () => 'a b c\n{"name":"ada"}'],
    ["a cut header", (record) => `${lineOf(record).slice(0, 60)}\n{}`],
    ["numbers that are none", (record) => record.data.replace(" ", " ~")],
    ["a header without a body", (record) => lineOf(record).trim()],
    ["a body that is no JSON", (record) => `${lineOf(record)}{"name":`],
    ["a body that is no object", (record) => `${lineOf(record)}[1]`],
  ])("is unknown, with an event: %s", async (_name, data) => {
    const { ada, events, id } = await damaged((record) => ({ ...record, data: data(record) }));
    const page = await ada.open();
    expect(page.session.get("name")).toBeUndefined();
    expect(page.session.id).toBeUndefined();
    expect(page.session.isNew).toBe(true);
    expect(events("unknown")).toMatchObject([{ id, reason: "undecodable" }]);
    page.session.set("name", "bob");
    await page.end();
    expect((await ada.open()).session.id).not.toBe(id);
    expect(await ada.data()).toEqual({ name: "bob" });
  });

  it("tells nothing about itself before it was found out", async () => {
    const { ada } = await damaged((record) => ({ ...record, data: `${lineOf(record)}{` }));
    const { session } = await ada.open();
    expect(session.id).toBeUndefined();
    expect(session.isNew).toBe(true);
  });

  it("is a store error where its format is newer, and is never overwritten", async () => {
    const newer = (record: SessionRecord) => ({ ...record, data: record.data.replace(/^1p/, "2p") });
    const { ada, memory, id } = await damaged(newer);
    const before = memory.read(id, 0);
    const page = await ada.open();
    expect(() => page.session.set("name", "eve")).toThrow(
      expect.objectContaining({
        code: "ERR_SESS_STORE_FORMAT",
        message: expect.stringContaining("format 2"),
      }),
    );
    await page.end();
    expect(memory.read(id, 0)).toEqual(before);
  });
});

describe("the end of a session", () => {
  it("is enforced by core, whether or not the store looks at the time", async () => {
    const memory = memoryStore();
    const { ada, clock } = await createVisitedSite({
      store: { ...memory, read: (key) => memory.read(key, 0) },
    });
    clock.advance(14 * day - 0.001);
    expect(await (await ada.copy().open()).session.get("name")).toBe("ada");
    clock.advance(0.001);
    expect((await ada.open()).session.get("name")).toBeUndefined();
  });

  it("comes at the absolute end however busy it is, without a sweep", async () => {
    const { ada, clock } = await createVisitedSite();
    for (let passed = 0; passed < 30; passed++) {
      expect(await ada.data()).toEqual({ name: "ada" });
      clock.advance(day);
    }
    expect(await ada.data()).toEqual({});
  });

  it("comes sooner for every session where the option `absolute` was shortened", async () => {
    const { ada, store, clock } = await createVisitedSite();
    const remembered = createSite({ store, clock }).browser();
    await remembered.visit((session) => {
      session.set("name", "bob");
      session.setAbsolute(90 * day);
    });
    const { sessions } = createSite({ store, clock, absolute: "1d" });
    const nameIn = async (cookies: string | undefined) =>
      (await sessions.open({ cookies, secure: false, request: undefined })).get("name");
    clock.advance(day - hour);
    expect(await nameIn(ada.jar.header())).toBe("ada");
    clock.advance(hour);
    expect(await nameIn(ada.jar.header())).toBeUndefined();
    expect(await nameIn(remembered.jar.header())).toBe("bob");
  });
});

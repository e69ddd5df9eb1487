import { describe, expect, it } from "vitest";
import { memoryStore } from "../src/index.ts";
import type { Browser } from "./fixtures/browser.ts";
import { day, hour } from "./fixtures/clock.ts";
import { type Anything, createSite, type SiteOptions } from "./fixtures/site.ts";

/** Ada on two devices, and bob on one. */
async function three(options?: SiteOptions<Anything>) {
  const site = createSite(options);
  const login = async (owner: string): Promise<Browser<Anything>> => {
    const browser = site.browser();
    await browser.visit((session) => (session.owner = owner));
    site.clock.advance(hour);
    return browser;
  };
  const [phone, laptop, bob] = [await login("ada"), await login("ada"), await login("bob")];
  const idOf = async (browser: Browser<Anything>) => (await browser.open()).session.id ?? "";
  const ids = { phone: await idOf(phone), laptop: await idOf(laptop), bob: await idOf(bob) };
  site.told.length = 0;
  return { ...site, phone, laptop, bob, ids };
}

describe("list", () => {
  it("names an owner's live sessions, last seen first", async () => {
    const { sessions, clock, ids } = await three();
    const now = clock();
    expect(await sessions.list("ada")).toEqual([
      {
        id: ids.laptop,
        createdAt: now - 2 * hour * 1000,
        lastSeenAt: now - 2 * hour * 1000,
        expiresAt: now + (14 * day - 2 * hour) * 1000,
        device: undefined,
        current: false,
      },
      expect.objectContaining({ id: ids.phone, lastSeenAt: now - 3 * hour * 1000 }),
    ]);
  });

  it("says which one is the current one, by ID or by session", async () => {
    const { sessions, phone, ids } = await three();
    const { session } = await phone.open();
    for (const current of [session, ids.phone]) {
      const list = await sessions.list("ada", { current });
      expect(list.filter((one) => one.current).map(({ id }) => id)).toEqual([ids.phone]);
    }
  });

  it("leaves out what has ended or changed hands", async () => {
    const { sessions, phone, laptop, clock } = await three();
    await phone.visit((session) => (session.owner = "carol"));
    expect(await sessions.list("ada")).toHaveLength(1);
    await laptop.visit((session) => session.flush());
    expect(await sessions.list("ada")).toEqual([]);
    expect(await sessions.list("nobody")).toEqual([]);
    clock.advance(15 * day);
    expect(await sessions.list("carol")).toEqual([]);
  });

  it("leaves out a record that cannot be read", async () => {
    const memory = memoryStore();
    const { sessions, ids } = await three({ store: memory });
    const record = memory.read(ids.phone, 0);
    if (record) memory.write(ids.phone, { ...record, data: "garbage" }, record.version, 0);
    expect((await sessions.list("ada")).map(({ id }) => id)).toEqual([ids.laptop]);
  });
});

describe("the device in the list", () => {
  it("is captured at the creation and at a login, and at no other time", async () => {
    let agent = "first";
    const { browser, sessions } = createSite({ device: () => ({ agent }) });
    const ada = browser();
    const listed = async () => (await sessions.list("ada"))[0]?.device;
    await ada.visit((session) => (session.owner = "ada"));
    expect(await listed()).toEqual({ agent: "first" });
    agent = "second";
    await ada.visit((session) => session.set("a", 1));
    await ada.visit((session) => session.rotate());
    expect(await listed()).toEqual({ agent: "first" });
    await ada.visit((session) => session.rotate({ login: true }));
    expect(await listed()).toEqual({ agent: "second" });
  });

  it("is given the framework's own request, and kept short", async () => {
    const device = (request: unknown) => ({
      agent: `${request}`.repeat(100),
      ...Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`key${index}`, "x"])),
      number: 1 as unknown as string,
    });
    const { sessions } = createSite({ device });
    const session = await sessions.open({ cookies: undefined, secure: false, request: "request" });
    session.owner = "ada";
    await sessions.commit(session, { status: 200 });
    const [info] = await sessions.list("ada");
    expect(info?.device?.agent).toBe("request".repeat(100).slice(0, 256));
    expect(Object.keys(info?.device ?? {})).toHaveLength(8);
  });

  it("may have fewer than eight strings; what is no text is left out", async () => {
    const { browser, sessions } = createSite({
      device: () => ({ agent: "a", count: 1 as unknown as string }),
    });
    await browser().visit((session) => (session.owner = "ada"));
    expect((await sessions.list("ada"))[0]?.device).toEqual({ agent: "a" });
  });
});

describe("revoke", () => {
  it("ends every session of an owner at once, and says how many", async () => {
    const { sessions, phone, laptop, bob, events, ids } = await three();
    expect(await sessions.revoke("ada")).toBe(2);
    expect((await phone.open()).session.owner).toBeUndefined();
    expect((await laptop.open()).session.owner).toBeUndefined();
    expect((await bob.open()).session.owner).toBe("bob");
    expect(events("revoked")).toMatchObject([
      { owner: "ada", ids: expect.arrayContaining([ids.phone, ids.laptop]) },
    ]);
    expect(await sessions.revoke("ada")).toBe(0);
    expect(events("revoked")).toHaveLength(1);
  });

  it("leaves the exception alone: log out other devices", async () => {
    const { sessions, phone, laptop } = await three();
    const { session } = await phone.open();
    expect(await sessions.revoke("ada", { except: session })).toBe(1);
    expect((await phone.open()).session.owner).toBe("ada");
    expect((await laptop.open()).session.owner).toBeUndefined();
  });

  it("ends one session, and only if it is this owner's", async () => {
    const { sessions, ids, events, bob } = await three();
    expect(await sessions.revoke("ada", { only: ids.bob })).toBe(0);
    expect((await bob.open()).session.owner).toBe("bob");
    expect(await sessions.revoke("ada", { only: ids.phone })).toBe(1);
    expect(await sessions.revoke("ada", { only: ids.phone })).toBe(0);
    expect((await sessions.list("ada")).map(({ id }) => id)).toEqual([ids.laptop]);
    expect(events("revoked")).toEqual([{ event: "revoked", owner: "ada", ids: [ids.phone] }]);
  });

  it("ends none where the one that it is asked for has no ID", async () => {
    const { sessions, browser } = await three();
    const { session } = await browser().open();
    expect(await sessions.revoke("ada", { only: session })).toBe(0);
    expect(await sessions.revoke("ada", { only: undefined } as never)).toBe(0);
    expect(await sessions.list("ada")).toHaveLength(2);
  });

  it("wins over requests that are under way", async () => {
    const { sessions, phone, events, store, ids } = await three();
    const page = await phone.open();
    page.session.set("late", true);
    await sessions.revoke("ada");
    expect((await page.end()).cookie).toBeUndefined();
    expect(events("gone")).toMatchObject([{ reason: "vanished" }]);
    expect(store.read(ids.phone, 0)).toBeUndefined();
  });

  it("does not hit a login that is under way: that gets a session of its own", async () => {
    const { sessions, phone, ids } = await three();
    const page = await phone.open();
    page.session.rotate({ login: true });
    await sessions.revoke("ada");
    await page.end();
    const { session } = await phone.open();
    expect(session.owner).toBe("ada");
    expect(session.id).not.toBe(ids.phone);
  });
});

describe("what cannot be", () => {
  it("is a store without owners: the error says what to do", async () => {
    const { listOwner: _list, removeOwner: _remove, ...store } = memoryStore();
    const { sessions } = createSite({
      store: { ...store, abilities: { ...store.abilities, owners: false } },
    });
    const unsupported = { code: "ERR_SESS_STORE_UNSUPPORTED", message: expect.stringContaining("by owner") };
    await expect(sessions.list("ada")).rejects.toMatchObject(unsupported);
    await expect(sessions.revoke("ada")).rejects.toMatchObject(unsupported);
  });

  it.each([undefined, null, "", 42])("is an owner that is no text: %s", async (owner) => {
    const { sessions } = createSite();
    await expect(sessions.list(owner as string)).rejects.toThrow(TypeError);
    await expect(sessions.revoke(owner as string)).rejects.toThrow(/revoke takes an owner/);
  });
});

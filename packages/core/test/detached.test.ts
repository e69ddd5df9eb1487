import { describe, expect, it } from "vitest";
import { day, hour } from "./fixtures/clock.ts";
import { down } from "./fixtures/rigged-store.ts";
import { createSite, createVisitedSite } from "./fixtures/site.ts";

describe("a session from headers, without a response", () => {
  it.each<[string, (cookie: string) => Headers | Record<string, string | string[]>]>([
    ["fetch", (cookie) => new Headers({ cookie })],
    ["node:http", (cookie) => ({ cookie, host: "example.com" })],
    ["several fields", (cookie) => ({ cookie: ["theme=dark", cookie] })],
  ])("reads, saves and touches what the cookie leads to (%s)", async (_name, headers) => {
    const { ada, sessions, clock } = await createVisitedSite();
    const session = await sessions.fromHeaders(headers(ada.jar.header() ?? ""));
    expect(session.get("name")).toBe("ada");
    session.update("messages", (count) => Number(count ?? 0) + 1);
    await session.save();
    expect(await ada.data()).toEqual({ name: "ada", messages: 1 });
    clock.advance(hour);
    await session.touch();
    expect((await ada.open()).session.expiresAt).toBe(clock() + 14 * day * 1000);
  });

  it("goes on for hours, and merges with what requests save meanwhile", async () => {
    const { ada, sessions, clock } = await createVisitedSite();
    const session = await sessions.fromHeaders({ cookie: ada.jar.header() });
    for (let message = 0; message < 5; message++) {
      clock.advance(hour);
      await ada.visit((other) => other.update("count", (count) => Number(count ?? 0) + 1));
      session.update("count", (count) => Number(count ?? 0) + 10);
      await session.save();
    }
    expect(session.get("count")).toBe(55);
    expect(await ada.data()).toEqual({ name: "ada", count: 55 });
  });

  it.each([{}, { cookie: undefined }, { cookie: "sid=forged" }, new Headers()])(
    "is empty without a cookie of ours, and cannot be created",
    async (headers) => {
      const { sessions, store } = createSite();
      const session = await sessions.fromHeaders(headers);
      expect(session.isNew).toBe(true);
      session.set("name", "eve");
      await expect(session.save()).rejects.toMatchObject({
        code: "ERR_SESS_DETACHED",
        message: expect.stringContaining("fromHeaders"),
      });
      expect(store.takeCalls()).toEqual([]);
    },
  );

  it("rotates and logs in nobody", async () => {
    const { ada, sessions } = await createVisitedSite();
    const session = await sessions.fromHeaders({ cookie: ada.jar.header() });
    const detached = expect.objectContaining({ code: "ERR_SESS_DETACHED" });
    expect(() => session.rotate()).toThrow(detached);
    expect(() => session.rotate({ grace: true })).toThrow(detached);
    expect(() => Object.assign(session, { owner: "eve" })).toThrow(detached);
    session.setExpiry(0);
    await expect(session.save()).rejects.toEqual(detached);
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("is not renewed by itself either", async () => {
    const { ada, sessions, clock, events } = await createVisitedSite({ rotateEvery: "1h" });
    clock.advance(day);
    const session = await sessions.fromHeaders({ cookie: ada.jar.header() });
    session.set("a", 1);
    await session.save();
    expect(events("rotated")).toEqual([]);
  });

  it("can be ended: flush removes the record", async () => {
    const { ada, sessions } = await createVisitedSite();
    const session = await sessions.fromHeaders({ cookie: ada.jar.header() });
    await session.flush();
    expect(await ada.data()).toEqual({});
  });

  it("is told when the session has ended meanwhile", async () => {
    const { ada, sessions } = await createVisitedSite();
    const session = await sessions.fromHeaders({ cookie: ada.jar.header() });
    await ada.visit((other) => other.flush());
    session.set("a", 1);
    await expect(session.save()).rejects.toMatchObject({ code: "ERR_SESS_GONE" });
    await expect(session.touch()).rejects.toMatchObject({ code: "ERR_SESS_GONE" });
    await expect(session.reload()).rejects.toMatchObject({ code: "ERR_SESS_GONE" });
  });

  it("rejects at once where the store fails", async () => {
    const { ada, sessions, store } = await createVisitedSite();
    store.next("read", down);
    await expect(sessions.fromHeaders({ cookie: ada.jar.header() })).rejects.toMatchObject({
      code: "ERR_SESS_STORE_FAILED",
    });
  });

  it("is loaded also with lazy loading", async () => {
    const before = await createVisitedSite();
    const { sessions } = createSite({ load: "lazy", store: before.store, clock: before.clock });
    const session = await sessions.fromHeaders({ cookie: before.ada.jar.header() });
    expect(session.get("name")).toBe("ada");
  });

  it("is found under the name for https as well as under the bare one", async () => {
    const { sessions } = createSite();
    const session = await sessions.open({ cookies: undefined, secure: true, request: undefined });
    session.set("name", "ada");
    const cookie = (await sessions.commit(session, { status: 200 }))?.setCookie[0]?.split(";")[0];
    expect(cookie).toMatch(/^__Host-sid=/);
    expect((await sessions.fromHeaders({ cookie })).get("name")).toBe("ada");
  });
});

describe("reload", () => {
  it("reads the record anew and drops what was not saved", async () => {
    const { ada } = await createVisitedSite();
    const page = await ada.open();
    page.session.set("mine", 1);
    page.session.flash("notice", "mine");
    page.session.rotate();
    await ada.visit((session) => session.set("theirs", 1));
    await page.session.reload();
    expect(page.session.toJSON()).toEqual({ name: "ada", theirs: 1 });
    expect(page.session.takeFlash("notice")).toEqual([]);
    expect((await page.end()).cookie).toBeUndefined();
    expect(await ada.data()).toEqual({ name: "ada", theirs: 1 });
  });

  it("empties a session that was never saved", async () => {
    const { session } = await createSite().browser().open();
    session.set("name", "ada");
    await session.reload();
    expect(session.toJSON()).toEqual({});
  });

  it("rejects where the record has vanished, and keeps what it had", async () => {
    const { ada } = await createVisitedSite();
    const { session } = await ada.open();
    session.set("mine", 1);
    await ada.visit((other) => other.flush());
    await expect(session.reload()).rejects.toMatchObject({ code: "ERR_SESS_GONE" });
    expect(session.toJSON()).toEqual({ name: "ada", mine: 1 });
  });
});

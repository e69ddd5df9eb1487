import { describe, expect, it } from "vitest";
import { day, hour } from "./fixtures/clock.ts";
import { createSite, createVisitedSite } from "./fixtures/site.ts";

const epochIn = (value: string | undefined) => value?.split(".")[2];

describe("a rotation proper", () => {
  it("ends the old secret at once, and every previous one", async () => {
    const { ada } = await createVisitedSite();
    const first = ada.copy();
    await ada.visit((session) => session.rotate({ grace: true }));
    const second = ada.copy();
    await ada.visit((session) => session.rotate());
    expect(await first.data()).toEqual({});
    expect(await second.data()).toEqual({});
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("begins a new epoch under the same ID", async () => {
    const { ada } = await createVisitedSite();
    const before = (await ada.open()).session.id;
    await ada.visit((session) => session.rotate());
    expect(epochIn(ada.jar.get("sid")?.value)).toBe("1");
    expect((await ada.open()).session.id).toBe(before);
  });

  it("moves neither clock", async () => {
    const { ada, clock } = await createVisitedSite();
    const before = (await ada.open()).session.absoluteExpiresAt;
    clock.advance(day);
    await ada.visit((session) => session.rotate());
    expect((await ada.open()).session.absoluteExpiresAt).toBe(before);
  });

  it("leaves the old secret working where the response fails", async () => {
    const { ada } = await createVisitedSite();
    await ada.visit((session) => session.rotate(), { status: 500 });
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("is done by a previous secret, too, with a cookie", async () => {
    const { ada } = await createVisitedSite();
    const old = ada.copy();
    await ada.visit((session) => session.rotate({ grace: true }));
    expect((await old.visit((session) => session.rotate())).cookie).toBeDefined();
    expect(await old.data()).toEqual({ name: "ada" });
    expect(await ada.data()).toEqual({});
  });

  it("is the stronger one where a renewal is asked for as well", async () => {
    const { ada, events } = await createVisitedSite();
    await ada.visit((session) => {
      session.rotate();
      session.rotate({ grace: true });
    });
    expect(events("rotated")).toMatchObject([{ reason: "rotation" }]);
  });
});

describe("a login", () => {
  it("happens where another owner is set, or where it is asked for", async () => {
    const { ada, events } = await createVisitedSite();
    await ada.visit((session) => (session.owner = "ada"));
    await ada.visit((session) => (session.owner = "ada"));
    await ada.visit((session) => session.rotate({ login: true }));
    expect(events("rotated")).toMatchObject([{ reason: "login" }, { reason: "login" }]);
    expect((await ada.open()).session.owner).toBe("ada");
  });

  it("starts both clocks anew, and keeps data and creation", async () => {
    const { ada, clock } = await createVisitedSite();
    const { createdAt } = (await ada.open()).session;
    clock.advance(day);
    await ada.visit((session) => (session.owner = "ada"));
    const { session } = await ada.open();
    expect(session.absoluteExpiresAt).toBe(clock() + 30 * day * 1000);
    expect(session.expiresAt).toBe(clock() + 14 * day * 1000);
    expect(session.createdAt).toBe(createdAt);
    expect(session.get("name")).toBe("ada");
  });

  it("makes the session young again, at once, and neither a save nor a renewal does", async () => {
    const { ada, clock } = await createVisitedSite();
    clock.advance(day);
    await ada.visit((session) => session.rotate({ grace: true }));
    await ada.visit((session) => session.set("busy", true));
    await ada.visit((session) => {
      expect(session.age).toBe(day);
      session.owner = "ada";
      expect(session.age).toBe(0);
    });
    clock.advance(hour);
    expect((await ada.open()).session.age).toBe(hour);
  });

  it("is undone by owner = undefined, which rotates", async () => {
    const { ada, events } = await createVisitedSite();
    await ada.visit((session) => (session.owner = "ada"));
    const old = ada.copy();
    await ada.visit((session) => {
      session.owner = undefined;
    });
    expect(events("rotated")).toMatchObject([{ reason: "login" }, { reason: "rotation" }]);
    expect((await ada.open()).session.owner).toBeUndefined();
    expect(await old.data()).toEqual({});
  });

  it("happens in the same write as a save()", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.owner = "ada";
    page.session.set("role", "admin");
    store.takeCalls();
    await page.session.save();
    expect(store.takeCalls()).toEqual(["write"]);
    expect((await page.end()).cookie).toBeDefined();
    expect(await ada.data()).toEqual({ name: "ada", role: "admin" });
  });

  it("sends a cookie for a session that begins with it", async () => {
    const { browser } = createSite();
    const ada = browser();
    await ada.visit((session) => (session.owner = "ada"));
    expect((await ada.open()).session.owner).toBe("ada");
  });
});

describe("a slow request that came in with the cookie from before the login", () => {
  /** The page of a planted cookie, opened before ada logged in under it. */
  async function planted() {
    const site = await createVisitedSite();
    const page = await site.ada.copy().open();
    await site.ada.visit((session) => {
      session.owner = "ada";
      session.set("secret", "for ada only");
    });
    site.told.length = 0;
    return { ...site, page };
  }
  const rotated = { code: "ERR_SESS_GONE", message: expect.stringContaining("rotated or logged in") };

  it("does not write into it", async () => {
    const { ada, page, events } = await planted();
    page.session.set("name", "eve");
    page.session.update("visits", () => 1);
    expect((await page.end()).cookie).toBeUndefined();
    expect(events("gone")).toMatchObject([{ reason: "rotated" }]);
    expect(await ada.data()).toEqual({ name: "ada", secret: "for ada only" });
  });

  it("is told so by save(), reload() and touch(), and reads nothing of it", async () => {
    const { page, clock } = await planted();
    clock.advance(hour);
    page.session.set("name", "eve");
    await expect(page.session.save()).rejects.toMatchObject(rotated);
    await expect(page.session.reload()).rejects.toMatchObject(rotated);
    await expect(page.session.touch()).rejects.toMatchObject(rotated);
    expect(page.session.toJSON()).toEqual({ name: "eve" });
    expect(page.session.owner).toBeUndefined();
  });

  it("tells on.gone once, however often it tries", async () => {
    const { page, events } = await planted();
    page.session.set("name", "eve");
    await expect(page.session.save()).rejects.toMatchObject(rotated);
    await expect(page.session.save()).rejects.toMatchObject(rotated);
    await page.end();
    expect(events("gone")).toHaveLength(1);
  });
});

describe("two logins at once", () => {
  it("are one session for one owner: the later joins the earlier", async () => {
    const { ada, events } = await createVisitedSite();
    const [first, second] = [await ada.open(), await ada.open()];
    for (const [index, { session }] of [first, second].entries()) {
      session.owner = "ada";
      session.set(`from${index}`, true);
    }
    await first.end();
    const early = ada.copy();
    await second.end();
    expect(epochIn(ada.jar.get("sid")?.value)).toBe("1");
    expect(await ada.data()).toEqual({ name: "ada", from0: true, from1: true });
    expect(await early.data()).toEqual({ name: "ada", from0: true, from1: true });
    expect(events("rotated")).toMatchObject([{ reason: "login" }, { reason: "renewal" }]);
  });

  it("are two sessions for two owners: the later takes only what it wrote", async () => {
    const { ada } = await createVisitedSite();
    const other = ada.copy();
    const [first, second] = [await ada.open(), await other.open()];
    first.session.owner = "ada";
    first.session.set("secret", "for ada only");
    second.session.owner = "eve";
    second.session.set("theme", "dark");
    await first.end();
    expect((await second.end()).cookie).toBeDefined();
    expect(await ada.data()).toEqual({ name: "ada", secret: "for ada only" });
    expect(await other.data()).toEqual({ theme: "dark" });
    expect((await other.open()).session.owner).toBe("eve");
  });
});

describe("a login whose session was flushed meanwhile", () => {
  it("gets a session of its own, with only what it wrote", async () => {
    const { ada, events } = await createVisitedSite();
    const page = await ada.open();
    const before = page.session.id;
    page.session.get("name");
    await ada.visit((session) => session.flush());
    page.session.owner = "ada";
    page.session.set("theme", "dark");
    page.session.flash("notice", "Welcome");
    expect((await page.end()).cookie).toBeDefined();
    const { session } = await ada.open();
    expect(session.toJSON()).toEqual({ theme: "dark" });
    expect(session.owner).toBe("ada");
    expect(session.takeFlash("notice")).toEqual(["Welcome"]);
    expect(session.id).not.toBe(before);
    expect(events("gone")).toEqual([]);
    expect(events("created")).toHaveLength(1);
  });

  it("does the same for rotate({ login: true }), which keeps the owner", async () => {
    const { ada } = await createVisitedSite();
    await ada.visit((session) => (session.owner = "ada"));
    const page = await ada.open();
    await ada.visit((session) => session.flush());
    page.session.rotate({ login: true });
    await page.end();
    expect((await ada.open()).session.owner).toBe("ada");
    expect(await ada.data()).toEqual({});
  });
});

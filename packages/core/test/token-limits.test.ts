import { describe, expect, it } from "vitest";
import { day, minute } from "./fixtures/clock.ts";
import { sealedJsonStore } from "./fixtures/sealed-json-store.ts";
import { createTokenSite } from "./fixtures/token-site.ts";

const names = (lines: readonly string[]) => lines.map((line) => line.slice(0, line.indexOf("=")));

describe("the lifetimes of a token", () => {
  it("end it without activity, though the browser still has it", async () => {
    const site = createTokenSite({ idle: "30m" });
    await site.visit((session) => session.set("n", 1));
    site.clock.advance(30 * minute - 1);
    expect(await site.read()).toEqual({ n: 1 });
    site.clock.advance(1);
    expect(site.jar.get("sid")).toBeDefined();
    expect(await site.read()).toEqual({});
    expect(site.told("unknown")).toEqual([expect.objectContaining({ reason: "missing" })]);
    expect(site.told("tampered")).toEqual([]);
  });

  it("end it also where the store does not look at them", async () => {
    const good = sealedJsonStore();
    const open: typeof good.open = (token, _now, context) => good.open(token, 0, context);
    const site = createTokenSite({ idle: "30m", store: { ...good, open } });
    await site.visit((session) => session.set("n", 1));
    site.clock.advance(30 * minute);
    expect(await site.read()).toEqual({});
  });

  it("end it at the absolute end, whatever its activity", async () => {
    const site = createTokenSite({ idle: "30m", absolute: "1h" });
    await site.visit((session) => session.set("n", 1));
    const stolen = site.jar.copy();
    for (let turn = 0; turn < 5; turn++) {
      site.clock.advance(11 * minute);
      await site.visit((session) => session.set("turn", turn));
    }
    expect(await site.read()).toEqual({ n: 1, turn: 4 });
    expect(await site.read(stolen)).toEqual({});
    site.clock.advance(5 * minute);
    expect(await site.read()).toEqual({});
  });

  it("roll with use: a touch that is due seals it anew", async () => {
    const site = createTokenSite({ idle: "20m" });
    await site.visit((session) => session.set("n", 1));
    site.clock.advance(59);
    expect(await site.visit((session) => session.get("n"))).toEqual([]);
    site.clock.advance(1);
    expect(names(await site.visit((session) => session.get("n")))).toEqual(["sid"]);
    expect(site.told("touched")).toHaveLength(1);
    site.clock.advance(20 * minute - 1);
    expect(await site.read()).toEqual({ n: 1 });
  });

  it("do not roll for a request that does not use it", async () => {
    const site = createTokenSite({ idle: "20m" });
    await site.visit((session) => session.set("n", 1));
    site.clock.advance(10 * minute);
    expect(await site.visit(() => {})).toEqual([]);
  });

  it("are moved by touch() with the response, and never without one", async () => {
    const site = createTokenSite({ idle: "20m" });
    await site.visit((session) => session.set("n", 1));
    site.clock.advance(1);
    expect(names(await site.visit((session) => session.touch()))).toEqual(["sid"]);
    const detached = await site.sessions.fromHeaders({ cookie: site.jar.header() });
    await expect(detached.touch()).rejects.toMatchObject({ code: "ERR_SESS_DETACHED" });
    const late = await site.open();
    late.get("n");
    await site.end(late);
    await expect(late.touch()).rejects.toMatchObject({ code: "ERR_SESS_HEADERS_SENT" });
  });

  it("of its own reach the cookie", async () => {
    const site = createTokenSite();
    const [line] = await site.visit((session) => {
      session.set("n", 1);
      session.setAbsolute(90 * day);
    });
    expect(line).toContain(`; Max-Age=${90 * day};`);
    const [closing] = await site.visit((session) => session.setExpiry(0));
    expect(closing).not.toContain("Max-Age");
    expect(await site.read()).toEqual({ n: 1 });
  });
});

describe("what needs a place on the server", () => {
  it("a rotation gives a new token, and cannot take back the old one", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    const before = site.jar.copy();
    expect(names(await site.visit((session) => session.rotate()))).toEqual(["sid"]);
    expect(site.jar.get("sid")).not.toEqual(before.get("sid"));
    expect([await site.read(), await site.read(before)]).toEqual([{ n: 1 }, { n: 1 }]);
    expect(site.told("rotated")).toEqual([expect.objectContaining({ reason: "rotation" })]);
  });

  it("django 57: a flushed session has left the browser, and a copy of its token still opens", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    const copy = site.jar.copy();
    await site.visit((session) => session.flush());
    expect([await site.read(), await site.read(copy)]).toEqual([{}, { n: 1 }]);
  });

  it("django 57: nobody can list, revoke or have to sweep what is in the browsers", async () => {
    const { sessions } = createTokenSite();
    const unsupported = { code: "ERR_SESS_STORE_UNSUPPORTED" };
    await expect(sessions.list("ada")).rejects.toMatchObject(unsupported);
    await expect(sessions.revoke("ada")).rejects.toMatchObject(unsupported);
    expect(await sessions.sweep()).toBe(0);
  });

  it("parallel changes: the response that arrives last wins", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    const [one, two] = [await site.open(), await site.open()];
    one.set("a", 1);
    two.set("b", 2);
    await site.end(one);
    await site.end(two);
    expect(await site.read()).toEqual({ n: 1, b: 2 });
  });

  it("a save without a response is refused, for a change and for a new session", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    for (const cookie of [site.jar.header(), undefined]) {
      const detached = await site.sessions.fromHeaders({ cookie });
      detached.set("n", 2);
      await expect(detached.save()).rejects.toMatchObject({ code: "ERR_SESS_DETACHED" });
    }
    expect(site.told("saved")).toEqual([]);
  });

  it("a session from headers can be read", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    expect(
      (await site.sessions.fromHeaders(new Headers({ cookie: site.jar.header() ?? "" }))).toJSON(),
    ).toEqual({
      n: 1,
    });
  });

  it("a change after the head is refused", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    const session = await site.open();
    session.get("n");
    await site.end(session);
    session.set("n", 2);
    const headersSent = { code: "ERR_SESS_HEADERS_SENT" };
    await expect(session.save()).rejects.toMatchObject(headersSent);
    await expect(site.end(session, { headersSent: true })).rejects.toMatchObject(headersSent);
  });

  it("a change whose response was aborted is gone, and one event tells of it", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    expect(await site.visit((session) => session.set("n", 2), { aborted: true })).toEqual([]);
    expect(site.told("gone")).toEqual([expect.objectContaining({ reason: "aborted" })]);
    expect(site.told("saved")).toEqual([]);
  });

  it("a token with characters that no cookie may hold is the store's failure", async () => {
    const site = createTokenSite({ store: { ...sealedJsonStore(), seal: () => "a; Domain=example.com" } });
    await expect(site.visit((session) => session.set("n", 1))).rejects.toMatchObject({
      code: "ERR_SESS_STORE_FAILED",
    });
  });
});

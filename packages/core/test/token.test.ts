import { describe, expect, it } from "vitest";
import { minute } from "./fixtures/clock.ts";
import { sealedJsonStore } from "./fixtures/sealed-json-store.ts";
import { createTokenSite } from "./fixtures/token-site.ts";

const names = (lines: readonly string[]) => lines.map((line) => line.slice(0, line.indexOf("=")));

describe("a session by token", () => {
  it("travels in the cookie, and is there on the next request", async () => {
    const site = createTokenSite();
    const lines = await site.visit((session) => session.assign({ n: 1, theme: "dark" }));
    expect(names(lines)).toEqual(["sid"]);
    expect(lines[0]).toMatch(/^sid=1\.[\w.-]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await site.read()).toEqual({ n: 1, theme: "dark" });
  });

  it("keeps its ID, its owner, its dates and flash values", async () => {
    const site = createTokenSite();
    const first = await site.open();
    first.owner = "ada";
    first.flash("note", "Saved.");
    await site.end(first);
    site.clock.advance(minute);
    const next = await site.open();
    expect([next.id, next.owner, next.createdAt]).toEqual([first.id, "ada", site.clock() - 60_000]);
    expect(next.takeFlash("note")).toEqual(["Saved."]);
  });

  it("goes out anew with every change, and not without one", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    expect(names(await site.visit((session) => session.set("n", 2)))).toEqual(["sid"]);
    expect(await site.visit((session) => session.get("n"))).toEqual([]);
    expect(await site.visit(() => {})).toEqual([]);
    expect(await site.visit((session) => session.set("n", 2))).toEqual([]);
    expect(await site.read()).toEqual({ n: 2 });
  });

  it("that was saved in the middle of the request goes out once, as it is at the end", async () => {
    const site = createTokenSite();
    const lines = await site.visit(async (session) => {
      session.set("n", 1);
      await session.save();
      session.set("n", 2);
      await session.save();
      session.set("n", 3);
    });
    expect(names(lines)).toEqual(["sid"]);
    expect(await site.read()).toEqual({ n: 3 });
  });

  it("that was saved before a failure goes out as it was saved", async () => {
    const site = createTokenSite();
    const save = async (session: { set(key: string, value: number): void; save(): Promise<void> }) => {
      session.set("n", 1);
      await session.save();
      session.set("n", 2);
    };
    await site.visit(save, { status: 500 });
    expect(await site.read()).toEqual({ n: 1 });
  });

  it("is not sent by a response with status 500", async () => {
    const site = createTokenSite();
    expect(await site.visit((session) => session.set("n", 1), { status: 500 })).toEqual([]);
  });

  it("is read back by reload() as it was last saved", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    await site.visit(async (session) => {
      session.set("n", 2);
      await session.reload();
      expect(session.get("n")).toBe(1);
      session.set("n", 3);
      await session.save();
      session.set("n", 4);
      await session.reload();
      expect(session.get("n")).toBe(3);
    });
    expect(await site.read()).toEqual({ n: 3 });
  });

  it("under an older signing secret still opens, and is sealed with the newest", async () => {
    const old = "b7Rk2WmX9qTz4LcV0nYh6JsDf1GpEa8u";
    const replaced = "Jt5yB1vQz8KxN3mWc6LdRh0Sg9FpUa2e";
    const before = createTokenSite({ secret: old });
    await before.visit((session) => session.set("n", 1));
    const site = createTokenSite({ secret: [replaced, old], clock: before.clock });
    for (const line of [`sid=${before.jar.get("sid")?.value}`]) site.jar.take(line);
    await site.visit((session) => session.set("n", 2));
    expect(await createTokenSite({ secret: replaced, clock: before.clock }).read(site.jar)).toEqual({ n: 2 });
  });
});

describe("a token that cannot be opened", () => {
  it("django 58: is an empty session, and one event tells of it", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    const value = site.jar.get("sid")?.value ?? "";
    const foreign = createTokenSite({ secret: "w3Nq8ZrXk5TbVy2JcLm7HsGd0PfUa9e4" });
    await foreign.visit((session) => session.set("n", 1));
    const tampered = `1.${Buffer.from('{"key":"a","record":{}}').toString("base64url")}${value.slice(value.lastIndexOf("."))}`;
    for (const bad of [
      tampered,
      `${value}x`,
      value.slice(1),
      "",
      "1.",
      "garbage",
      foreign.jar.get("sid")?.value,
    ]) {
      const jar = site.jar.copy();
      jar.set("sid", bad ?? "");
      const before = site.told("tampered").length;
      expect(await site.read(jar), bad).toEqual({});
      expect(site.told("tampered").slice(before), bad).toEqual([{ reason: "forged" }]);
    }
  });

  it("django 58: whose data cannot be decoded begins anew, without the owner either", async () => {
    const store = sealedJsonStore();
    const seal: typeof store.seal = (key, record, context) =>
      store.seal(key, { ...record, data: record.data.slice(0, -1) }, context);
    const broken = createTokenSite({ store: { ...store, seal } });
    await broken.visit((session) => {
      session.owner = "ada";
      session.set("n", 1);
    });
    const site = createTokenSite({ clock: broken.clock });
    const session = await site.open(broken.jar);
    expect([session.toJSON(), session.owner, session.isNew]).toEqual([{}, undefined, true]);
    expect(site.told("unknown")).toEqual([expect.objectContaining({ reason: "undecodable" })]);
  });

  it("is replaced by the next thing that is kept", async () => {
    const site = createTokenSite();
    site.jar.set("sid", "garbage");
    expect(await site.visit((session) => session.get("n"))).toEqual([]);
    await site.visit((session) => session.set("n", 1));
    expect(await site.read()).toEqual({ n: 1 });
  });

  it("leads to no session where several of different sessions came", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    const other = createTokenSite({ clock: site.clock });
    await other.visit((session) => session.set("n", 2));
    const cookies = `${site.jar.header()}; ${other.jar.header()}`;
    const session = await site.sessions.open({ cookies, secure: false, request: undefined });
    expect([session.toJSON(), session.isNew]).toEqual([{}, true]);
    expect(site.told("tampered")).toEqual([{ reason: "tossed" }]);
  });
});

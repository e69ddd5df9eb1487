import { describe, expect, it } from "vitest";
import { memoryStore } from "../src/index.ts";
import type { Browser } from "./fixtures/browser.ts";
import { day } from "./fixtures/clock.ts";
import { type Anything, createSite, createVisitedSite, secrets } from "./fixtures/site.ts";

/** The value of the session cookie in a browser. */
const valueIn = (browser: Browser<Anything>) => browser.jar.get("sid")?.value ?? "";

/** Two browsers with a session each. */
async function two() {
  const site = await createVisitedSite();
  const bob = site.browser();
  await bob.visit((session) => session.set("name", "bob"));
  site.store.takeCalls();
  site.told.length = 0;
  return { ...site, bob };
}

const request = { secure: false, request: undefined };

describe("a cookie that we did not issue", () => {
  it.each<[string, (value: string) => string]>([
    ["garbage", () => "garbage"],
    ["nothing", () => ""],
    ["an ID alone", (value) => value.slice(0, 22)],
    ["a stripped MAC", (value) => value.slice(0, value.lastIndexOf("."))],
    ["an empty MAC", (value) => value.slice(0, value.lastIndexOf(".") + 1)],
    ["a cut MAC", (value) => value.slice(0, -1)],
    ["a longer MAC", (value) => `${value}A`],
    ["another MAC", (value) => value.slice(0, -2) + (value.endsWith("AA") ? "BB" : "AA")],
    ["another ID", (value) => (value.startsWith("A") ? "B" : "A") + value.slice(1)],
    ["another secret", (value) => value.slice(0, 23) + (value[23] === "A" ? "B" : "A") + value.slice(24)],
    ["another epoch", (value) => value.replace(/\.0\./, ".1.")],
    ["quotes around it", (value) => `"${value}"`],
    ["percent signs", (value) => value.replace(".", "%2E")],
    ["another alphabet", (value) => value.replace(/\w/, "é")],
    ["4096 characters", () => "x".repeat(4096)],
  ])("is refused without a store call: %s", async (_name, change) => {
    const { ada, sessions, store, events } = await createVisitedSite();
    const session = await sessions.open({ ...request, cookies: `sid=${change(valueIn(ada))}` });
    expect(session.toJSON()).toEqual({});
    expect(session.isNew).toBe(true);
    expect(store.takeCalls()).toEqual([]);
    expect(events("tampered")).toEqual([{ event: "tampered", reason: "forged" }]);
  });

  it("is one signed with a secret that is not in the keyring", async () => {
    const { ada, store } = await createVisitedSite();
    const { sessions } = createSite({ secret: secrets[1], store });
    await sessions.open({ ...request, cookies: `sid=${valueIn(ada)}` });
    expect(store.takeCalls()).toEqual([]);
  });

  it("is one that was issued under another cookie name", async () => {
    const { ada, store } = await createVisitedSite();
    const admin = createSite({ store, cookie: { name: "admin" } });
    await admin.sessions.open({ ...request, cookies: `admin=${valueIn(ada)}` });
    expect(store.takeCalls()).toEqual([]);
    expect(admin.events("tampered")).toHaveLength(1);
  });

  it("is replaced when the session gets data, and never adopted", async () => {
    const { browser } = createSite();
    const eve = browser();
    eve.jar.set("sid", "x".repeat(22));
    await eve.visit((session) => session.set("name", "eve"));
    expect(valueIn(eve)).not.toContain("x".repeat(22));
    expect(await eve.data()).toEqual({ name: "eve" });
  });
});

describe("the name of the cookie", () => {
  it("is matched exactly", async () => {
    const { ada, sessions, store } = await createVisitedSite();
    const value = valueIn(ada);
    for (const cookies of [
      `xsid=${value}`,
      `sidx=${value}`,
      `SID=${value}`,
      `theme=sid=${value}`,
      "theme=dark",
    ]) {
      await sessions.open({ ...request, cookies });
    }
    expect(store.takeCalls()).toEqual([]);
  });

  it("is another one over https, where the bare name is never read", async () => {
    const { ada, sessions, store } = await createVisitedSite();
    const value = valueIn(ada);
    const cookies = `sid=${value}; __Host-sid=${value}`;
    const session = await sessions.open({ ...request, cookies, secure: true });
    expect(session.toJSON()).toEqual({});
    expect(store.takeCalls()).toEqual([]);
  });

  it("is found among other cookies and in several header fields", async () => {
    const { ada, sessions } = await createVisitedSite();
    const value = valueIn(ada);
    for (const cookies of [`a=1; sid=${value}; b=2`, [`a=1`, `sid=${value}; b=2`]]) {
      expect((await sessions.open({ ...request, cookies })).get("name")).toBe("ada");
    }
  });
});

describe("several cookies of our name", () => {
  it("are tried up to the fourth", async () => {
    const { ada, sessions, store } = await createVisitedSite();
    const padding = (count: number) => Array.from({ length: count }, () => "sid=forged").join("; ");
    const fourth = await sessions.open({ ...request, cookies: `${padding(3)}; sid=${valueIn(ada)}` });
    expect(fourth.get("name")).toBe("ada");
    store.takeCalls();
    const fifth = await sessions.open({ ...request, cookies: `${padding(4)}; sid=${valueIn(ada)}` });
    expect(fifth.get("name")).toBeUndefined();
    expect(store.takeCalls()).toEqual([]);
  });

  it("are one session where they have one ID: the best secret counts, and the store is asked once", async () => {
    const { ada, sessions, store } = await createVisitedSite();
    const old = valueIn(ada);
    await ada.visit((session) => session.rotate());
    const current = valueIn(ada);
    store.takeCalls();
    for (const values of [
      [old, current],
      [current, old],
      [old, current, old, "forged"],
    ]) {
      const cookies = values.map((value) => `sid=${value}`).join("; ");
      expect((await sessions.open({ ...request, cookies })).get("name")).toBe("ada");
      expect(store.takeCalls()).toEqual(["read"]);
    }
  });

  it("lead nowhere where they lead to two live sessions", async () => {
    const { ada, bob, sessions, events, store } = await two();
    const cookies = `sid=${valueIn(ada)}; sid=${valueIn(bob)}`;
    const session = await sessions.open({ ...request, cookies });
    expect(session.toJSON()).toEqual({});
    expect(session.isNew).toBe(true);
    expect(events("tampered")).toEqual([{ event: "tampered", reason: "tossed" }]);
    expect(store.takeCalls()).toEqual(["read", "read"]);
  });

  it("lead to the one live session among dead ones", async () => {
    const { ada, bob, sessions, events } = await two();
    const dead = valueIn(bob);
    await bob.visit((session) => session.flush());
    for (const cookies of [`sid=${dead}; sid=${valueIn(ada)}`, `sid=${valueIn(ada)}; sid=${dead}`]) {
      expect((await sessions.open({ ...request, cookies })).get("name")).toBe("ada");
    }
    expect(events("tampered")).toEqual([]);
  });
});

describe("a store that may be stale", () => {
  it("is asked again, freshly, before a session is called missing", async () => {
    const site = await createVisitedSite({
      store: { ...memoryStore(), abilities: { ...memoryStore().abilities, mayBeStale: true } },
    });
    site.store.next("read", () => undefined);
    expect(await site.ada.data()).toEqual({ name: "ada" });
    expect(site.store.takeCalls()).toEqual(["read", "read fresh"]);
    expect(site.events("unknown")).toEqual([]);
  });

  it("is asked again, freshly, before a secret is called retired", async () => {
    const memory = memoryStore();
    const site = await createVisitedSite({
      store: { ...memory, abilities: { ...memory.abilities, mayBeStale: true } },
    });
    const id = (await site.ada.open()).session.id ?? "";
    const before = memory.read(id, 0);
    await site.ada.visit((session) => session.rotate());
    site.store.takeCalls();
    site.store.next("read", () => before);
    expect(await site.ada.data()).toEqual({ name: "ada" });
    expect(site.store.takeCalls()).toEqual(["read", "read fresh"]);
  });

  it("is believed where it says that it is never stale", async () => {
    const { ada, store, events, clock } = await createVisitedSite();
    clock.advance(15 * day);
    expect(await ada.data()).toEqual({});
    expect(store.takeCalls()).toEqual(["read"]);
    expect(events("unknown")).toMatchObject([{ reason: "missing" }]);
  });
});

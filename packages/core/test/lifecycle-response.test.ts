import { describe, expect, it } from "vitest";
import { isPromise } from "../src/index.ts";
import { type Handler, untouched, used } from "./fixtures/browser.ts";
import { day } from "./fixtures/clock.ts";
import { type Anything, createSite, createVisitedSite, secrets } from "./fixtures/site.ts";

// The sentences around the commit table: what the response can still carry.

describe("a cookie owed by a finished save()", () => {
  it.each([200, 304, 404, 500, 503])("goes out with status %i", async (status) => {
    const ada = createSite().browser();
    const answer = await ada.visit(
      async (session) => {
        session.set("name", "ada");
        await session.save();
      },
      { status },
    );
    expect(answer).toMatchObject({ deletes: false, cacheControl: "no-store" });
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("goes out for a login that save() has finished, though the status is 500", async () => {
    const { ada } = await createVisitedSite();
    const answer = await ada.visit(
      async (session) => {
        session.owner = "ada";
        await session.save();
        session.set("name", "dropped: changed after the save");
      },
      { status: 500 },
    );
    expect(answer.cookie).toBeDefined();
    const { session } = await ada.open();
    expect(session.owner).toBe("ada");
    expect(session.get("name")).toBe("ada");
  });

  it("is none where save() had only data to write", async () => {
    const { ada } = await createVisitedSite();
    const answer = await ada.visit(async (session) => {
      session.set("name", "bob");
      await session.save();
    });
    expect(answer).toEqual(used);
  });
});

describe("a cookie goes out only while its secret is the current one in the record last seen", () => {
  it("is kept back where a parallel renewal came first", async () => {
    const { ada } = await createVisitedSite();
    const first = await ada.open();
    const second = await ada.open();
    second.session.setExpiry(0);
    first.session.rotate({ grace: true });
    expect((await first.end()).cookie).toBeDefined();
    expect((await second.end()).cookie).toBeUndefined();
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("is kept back for a request that came by a previous secret", async () => {
    const { ada } = await createVisitedSite();
    const old = ada.copy();
    await ada.visit((session) => session.rotate({ grace: true }));
    expect((await old.visit((session) => session.setExpiry(0))).cookie).toBeUndefined();
    expect((await ada.open()).session.expiresAtBrowserClose).toBe(true);
  });
});

describe("a cookie under an older signing secret", () => {
  /** A browser with a cookie from before a new signing secret was put in front. */
  async function resigned() {
    const before = await createVisitedSite();
    const site = createSite({ secret: [secrets[1], secrets[0]], store: before.store, clock: before.clock });
    const ada = site.browser();
    ada.jar.set("sid", before.ada.jar.get("sid")?.value ?? "");
    return { ...site, ada };
  }

  it("is issued anew, with the same secret, when the session is accessed", async () => {
    const { ada, store } = await resigned();
    const before = ada.jar.get("sid")?.value ?? "";
    const answer = await ada.visit((session) => session.get("name"));
    expect(answer.cookie).toBeDefined();
    expect(store.takeCalls()).toEqual(["read"]);
    const after = ada.jar.get("sid")?.value ?? "";
    expect(after.slice(0, 57)).toBe(before.slice(0, 57));
    expect(after).not.toBe(before);
    const newest = createSite({ secret: secrets[1], store });
    const page = await newest.sessions.open({ cookies: `sid=${after}`, secure: false, request: undefined });
    expect(page.get("name")).toBe("ada");
    expect((await ada.visit((session) => session.get("name"))).cookie).toBeUndefined();
  });

  it("stays where the session is not touched", async () => {
    const { ada } = await resigned();
    expect(await ada.visit()).toEqual(untouched);
  });

  it("stays with a status of 500 or more", async () => {
    const { ada } = await resigned();
    expect(await ada.visit((session) => session.get("name"), { status: 500 })).toEqual(used);
  });
});

describe("an aborted response", () => {
  const aborted = { aborted: true };

  it("saves changes and sends nothing", async () => {
    const { ada } = await createVisitedSite();
    expect(await ada.visit((session) => session.set("name", "bob"), aborted)).toEqual(untouched);
    expect(await ada.data()).toEqual({ name: "bob" });
  });

  it("saves changes, and leaves a renewal to the next request", async () => {
    const { ada, events } = await createVisitedSite();
    await ada.visit((session) => {
      session.set("name", "bob");
      session.rotate({ grace: true });
    }, aborted);
    expect(await ada.data()).toEqual({ name: "bob" });
    expect(events("rotated")).toEqual([]);
  });

  it.each<[string, Handler<Anything>]>([
    ["rotation", (session) => session.rotate()],
    ["login", (session) => (session.owner = "ada")],
  ])("drops its changes with a %s: they are not for the old secret", async (_name, handler) => {
    const { ada, store, events } = await createVisitedSite();
    const page = await ada.open();
    page.session.set("name", "bob");
    handler(page.session);
    store.takeCalls();
    await page.end(aborted);
    expect(store.takeCalls()).toEqual([]);
    expect(events("gone")).toMatchObject([{ reason: "aborted" }]);
    expect(await ada.data()).toEqual({ name: "ada" });
    expect((await ada.open()).session.owner).toBeUndefined();
  });

  it("starts no session for a login that nobody will have", async () => {
    const { browser, store } = createSite();
    await browser().visit((session) => (session.owner = "ada"), aborted);
    expect(store.takeCalls()).toEqual([]);
  });
});

describe("after the head was sent", () => {
  const headersSent = { headersSent: true };

  it("saves changes of a session that exists", async () => {
    const { ada } = await createVisitedSite();
    const page = await ada.open();
    page.session.set("name", "bob");
    await page.end();
    page.session.set("name", "carol");
    expect(await page.end(headersSent)).toEqual(untouched);
    expect(await ada.data()).toEqual({ name: "carol" });
  });

  it.each<[string, Handler<Anything>]>([
    ["a rotation", (session) => session.rotate()],
    ["a login", (session) => (session.owner = "ada")],
    ["a lifetime", (session) => session.setExpiry(0)],
    ["an absolute lifetime", (session) => session.setAbsolute(day)],
  ])("refuses %s before anything is written", async (_name, handler) => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.set("name", "bob");
    handler(page.session);
    store.takeCalls();
    await expect(page.end(headersSent)).rejects.toMatchObject({ code: "ERR_SESS_HEADERS_SENT" });
    expect(store.takeCalls()).toEqual([]);
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("refuses a new session before anything is written", async () => {
    const { browser, store } = createSite();
    const page = await browser().open();
    await page.end();
    page.session.set("name", "ada");
    await expect(page.session.save()).rejects.toMatchObject({ code: "ERR_SESS_HEADERS_SENT" });
    await expect(page.end(headersSent)).rejects.toMatchObject({ code: "ERR_SESS_HEADERS_SENT" });
    expect(store.takeCalls()).toEqual([]);
  });

  it("knows it from the first use, where the adapter says so", async () => {
    const { browser } = createSite();
    const page = await browser().open({ headersSent: () => true });
    page.session.set("name", "ada");
    await expect(page.session.save()).rejects.toMatchObject({ code: "ERR_SESS_HEADERS_SENT" });
  });

  it("leaves a renewal by itself to the next request", async () => {
    const { ada, clock, events } = await createVisitedSite({ rotateEvery: "1h" });
    clock.advance(day);
    await ada.visit((session) => session.get("name"), headersSent);
    expect(events("rotated")).toEqual([]);
  });
});

describe("the caches", () => {
  it("are left alone with cacheHeaders false, but for the cookie", async () => {
    const ada = createSite({ cacheHeaders: false }).browser();
    const created = await ada.visit((session) => session.set("name", "ada"));
    expect(created).toMatchObject({ vary: false, cacheControl: undefined });
    expect(created.cookie).toBeDefined();
    expect(await ada.visit((session) => session.get("name"))).toEqual(untouched);
  });
});

describe("a synchronous store", () => {
  it("is opened and committed without a promise", async () => {
    const { sessions } = createSite();
    const session = sessions.open({ cookies: undefined, secure: false, request: undefined });
    if (isPromise(session)) throw new Error("A promise");
    session.set("name", "ada");
    expect(sessions.commit(session, { status: 200 })).toMatchObject({ vary: true });
  });
});

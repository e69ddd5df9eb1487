import diagnostics from "node:diagnostics_channel";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createEmit } from "../src/events.ts";
import { eventNames } from "../src/index.ts";
import { day, hour } from "./fixtures/clock.ts";
import { down } from "./fixtures/rigged-store.ts";
import { createSite, createVisitedSite, secrets, type Told } from "./fixtures/site.ts";

describe("the events of a session's life", () => {
  it("tell its ID, its owner and what happened, in order", async () => {
    const { browser, told, clock } = createSite();
    const ada = browser();
    await ada.visit((session) => session.set("name", "ada"));
    const { id } = (await ada.open()).session;
    told.length = 0;

    const next = (): readonly Told[] => told.splice(0);
    await ada.visit((session) => (session.owner = "ada"));
    expect(next()).toEqual([
      { event: "loaded", id },
      { event: "saved", id, owner: "ada" },
      { event: "rotated", id, owner: "ada", reason: "login" },
    ]);
    clock.advance(day);
    await ada.visit((session) => session.get("name"));
    expect(next()).toEqual([
      { event: "loaded", id, owner: "ada" },
      { event: "touched", id, owner: "ada", expiresAt: clock() + 14 * day * 1000 },
    ]);
    await ada.visit((session) => session.rotate({ grace: true }));
    expect(next().slice(1)).toEqual([{ event: "rotated", id, owner: "ada", reason: "renewal" }]);
    const late = await ada.open();
    next();
    await ada.visit((session) => session.flush());
    expect(next().slice(1)).toEqual([{ event: "flushed", id, owner: "ada" }]);
    late.session.set("name", "eve");
    await late.end();
    expect(next()).toEqual([{ event: "gone", id, owner: "ada", reason: "vanished" }]);
  });

  it("tell that a session was created, and that nothing was found under a cookie", async () => {
    const { browser, told, clock } = createSite();
    const ada = browser();
    await ada.visit((session) => session.set("name", "ada"));
    const { id } = (await ada.open()).session;
    expect(told.splice(0)).toEqual([
      { event: "created", id },
      { event: "loaded", id },
    ]);
    clock.advance(15 * day);
    await ada.visit();
    expect(told).toEqual([{ event: "unknown", id, reason: "missing" }]);
  });

  it("tell which keys another request had changed", async () => {
    const { ada, events } = await createVisitedSite();
    const late = await ada.open();
    await ada.visit((session) => session.assign({ name: "bob", theme: "dark" }));
    late.session.assign({ name: "carol", more: 1 });
    await late.end();
    const { id } = late.session;
    expect(events("conflict")).toEqual([{ event: "conflict", id, keys: ["name"] }]);
  });

  it("tell that a store failed, with the error and the session it was about", async () => {
    const { ada, store, events } = await createVisitedSite();
    const page = await ada.open();
    page.session.set("a", 1);
    store.next("write", down);
    await expect(page.end()).rejects.toThrow();
    expect(events("error")).toMatchObject([
      { id: page.session.id, error: { code: "ERR_SESS_STORE_FAILED", cause: expect.any(Error) } },
    ]);
  });

  it("are told on diagnostics channels as well", async () => {
    const messages: unknown[] = [];
    const listen = (message: unknown) => messages.push(message);
    diagnostics.subscribe("sess:created", listen);
    const { browser } = createSite({ on: {} });
    const ada = browser();
    await ada.visit((session) => session.set("name", "ada"));
    diagnostics.unsubscribe("sess:created", listen);
    const { id } = (await ada.open()).session;
    expect(messages).toEqual([{ id }]);
    await browser().visit((session) => session.set("name", "bob"));
    expect(messages).toHaveLength(1);
  });
});

describe("an event that nobody listens to", () => {
  it("is not even put together", () => {
    const build = vi.fn(() => ({}));
    createEmit({ loaded: () => {} })("saved", build);
    expect(build).not.toHaveBeenCalled();
  });
});

describe("a listener that throws", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("changes no response, and its error surfaces by itself", async () => {
    const later: (() => void)[] = [];
    vi.spyOn(globalThis, "queueMicrotask").mockImplementation((task) => later.push(task));
    const broken = () => {
      throw new Error("A broken listener");
    };
    const { browser } = createSite({ on: Object.fromEntries(eventNames.map((name) => [name, broken])) });
    const ada = browser();
    const answer = await ada.visit((session) => session.set("name", "ada"));
    expect(answer.cookie).toBeDefined();
    expect(await ada.data()).toEqual({ name: "ada" });
    expect(later).toHaveLength(2);
    for (const task of later) expect(task).toThrow("A broken listener");
  });
});

describe("what is told", () => {
  /** Everything in a value that could be logged, errors with their causes included. */
  const textOf = (value: unknown): string =>
    JSON.stringify(value, (_key, part: unknown) =>
      part instanceof Error ? [part.message, part.stack, part.cause, { ...part }] : part,
    );

  it("never holds a secret, a cookie, its MAC or data, whatever happens", async () => {
    const issued = new Set<string>();
    const errors: unknown[] = [];
    const { browser, told, clock, store, sessions } = createSite({
      rotateEvery: "1h",
      device: () => ({ a: "b" }),
    });
    const ada = browser();
    const visit: typeof ada.visit = async (handler, response) => {
      const answer = await ada.visit(handler, response);
      issued.add(ada.jar.get("sid")?.value ?? "none");
      return answer;
    };
    const fails = async (work: Promise<unknown>) =>
      errors.push(
        await work.then(
          () => "no error",
          (error) => error,
        ),
      );

    await visit((session) => session.set("private", "a private value"));
    const thief = ada.copy();
    await visit((session) => session.flash("notice", "a private value"));
    for (const wait of [hour, hour, day]) {
      clock.advance(wait);
      await visit((session) => session.get("private"));
      await visit();
    }
    await thief.visit((session) => session.get("private"));
    const [first, second] = [await ada.open(), await ada.open()];
    for (const { session } of [first, second]) session.set("private", `a private value, ${Math.random()}`);
    await first.end();
    await second.end();
    const late = await ada.open();
    await visit((session) => (session.owner = "ada"));
    late.session.set("private", "a private value");
    await fails(late.session.save());
    await sessions.open({ cookies: `${ada.jar.header()}x`, secure: false, request: undefined });
    store.next("write", down);
    await fails(visit((session) => session.set("other", 1)));
    store.next("read", down);
    await fails(visit((session) => session.get("private")));
    await fails(visit((session) => Object.assign(session.data, { bad: () => "a private value" })));
    await sessions.revoke("ada");
    await visit((session) => session.set("private", "a private value"));
    await visit((session) => session.touch());
    await visit((session) => session.flush());
    clock.advance(40 * day);
    await sessions.sweep();

    const text = textOf([told, errors]);
    expect(new Set(told.map(({ event }) => event))).toEqual(
      new Set(eventNames.filter((name) => name !== "invalid")),
    );
    expect(issued.size).toBeGreaterThan(3);
    for (const value of issued) {
      const [, secret = "", , mac = ""] = value.split(".");
      for (const part of [value, secret, mac]) if (part !== "") expect(text).not.toContain(part);
    }
    expect(text).not.toContain("a private value");
    expect(text).not.toContain(secrets[0]);
  });
});

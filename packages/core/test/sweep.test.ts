import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryStore } from "../src/index.ts";
import { day, minute } from "./fixtures/clock.ts";
import { down } from "./fixtures/rigged-store.ts";
import { createSite, createVisitedSite } from "./fixtures/site.ts";

describe("sweep", () => {
  it("removes what expired, a minute behind the deadline, and says how many", async () => {
    const memory = memoryStore();
    const { sessions, clock, browser, events } = await createVisitedSite({ store: memory });
    await browser().visit((session) => {
      session.set("name", "bob");
      session.setExpiry(20 * day);
    });
    clock.advance(14 * day + minute);
    expect(await sessions.sweep()).toBe(0);
    clock.advance(0.001);
    expect(await sessions.sweep()).toBe(1);
    expect(memory.size).toBe(1);
    expect(events("swept")).toEqual([
      { event: "swept", count: 0 },
      { event: "swept", count: 1 },
    ]);
  });

  it("works in batches of a thousand, and gives way to other work in between", async () => {
    const { sessions, clock, browser, store } = createSite();
    for (let visitor = 0; visitor < 2500; visitor++) await browser().visit((session) => session.set("a", 1));
    clock.advance(15 * day);
    store.takeCalls();
    let others = 0;
    const other = setInterval(() => others++, 0);
    expect(await sessions.sweep()).toBe(2500);
    clearInterval(other);
    expect(store.takeCalls()).toEqual(["sweep", "sweep", "sweep"]);
    expect(others).toBeGreaterThan(0);
  });

  it("does nothing where the backend expires by itself", async () => {
    const { sweep: _none, ...store } = memoryStore();
    const { sessions } = createSite({
      store: { ...store, abilities: { ...store.abilities, nativeExpiry: true } },
    });
    expect(await sessions.sweep()).toBe(0);
    expect(() => sessions.startSweeping("1h")()).not.toThrow();
  });

  it("is refused where nobody removes expired records", async () => {
    const { sweep: _none, ...store } = memoryStore();
    const { sessions } = createSite({ store });
    await expect(sessions.sweep()).rejects.toMatchObject({ code: "ERR_SESS_STORE_UNSUPPORTED" });
    expect(() => sessions.startSweeping("1h")).toThrow(/neither removes expired records/);
  });
});

describe("startSweeping", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("sweeps again and again, a little off the beat, until it is stopped", async () => {
    const { sessions, store } = createSite();
    const stop = sessions.startSweeping("10m");
    await vi.advanceTimersByTimeAsync(9 * minute * 1000 - 1);
    expect(store.takeCalls()).toEqual([]);
    await vi.advanceTimersByTimeAsync(2 * minute * 1000 + 1);
    expect(store.takeCalls()).toEqual(["sweep"]);
    await vi.advanceTimersByTimeAsync(11 * minute * 1000);
    expect(store.takeCalls()).toEqual(["sweep"]);
    stop();
    await vi.advanceTimersByTimeAsync(60 * minute * 1000);
    expect(store.takeCalls()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("goes on after a failure, which is told to on.error", async () => {
    const { sessions, store, events } = createSite();
    const stop = sessions.startSweeping("10m");
    store.next("sweep", down);
    await vi.advanceTimersByTimeAsync(11 * minute * 1000);
    expect(events("error")).toMatchObject([{ error: { code: "ERR_SESS_STORE_FAILED" } }]);
    await vi.advanceTimersByTimeAsync(11 * minute * 1000);
    expect(store.takeCalls()).toEqual(["sweep", "sweep"]);
    stop();
  });

  it("ends with close(), which closes the store", async () => {
    const { sessions, store } = createSite();
    sessions.startSweeping("10m");
    sessions.startSweeping("20m");
    await sessions.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(store.takeCalls()).toEqual(["close"]);
    await expect(sessions.sweep()).rejects.toMatchObject({ code: "ERR_SESS_STORE_CLOSED", status: 503 });
  });

  it("does not go on where it is stopped in the middle of a sweep", async () => {
    const { sessions, store } = createSite();
    const stop = sessions.startSweeping("10m");
    const gate = store.pause("sweep");
    await vi.advanceTimersByTimeAsync(11 * minute * 1000);
    stop();
    gate.open();
    await vi.advanceTimersByTimeAsync(60 * minute * 1000);
    expect(store.takeCalls()).toEqual(["sweep"]);
  });

  it.each([0, "often", -1])("refuses %s as an interval", (interval) => {
    expect(() => createSite().sessions.startSweeping(interval)).toThrow(/"interval"/);
  });
});

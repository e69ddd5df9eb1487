import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { refused, silent } from "./fixtures/rigged-store.ts";
import { createVisitedSite } from "./fixtures/site.ts";

describe("a store that does not answer", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const late = (name: string, milliseconds = 5000) => ({
    code: "ERR_SESS_STORE_TIMEOUT",
    status: 503,
    message: expect.stringContaining(`did not answer ${name} within ${milliseconds} ms`),
  });

  it("fails a save after five seconds", async () => {
    const { ada, store, events } = await createVisitedSite();
    const page = await ada.open();
    page.session.set("a", 1);
    store.next("write", silent);
    const saved = expect(page.session.save()).rejects.toMatchObject(late("write"));
    await vi.advanceTimersByTimeAsync(4999);
    expect(events("error")).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await saved;
    expect(events("error")).toMatchObject([{ id: page.session.id, error: late("write") }]);
  });

  it("fails whatever storeTimeout says", async () => {
    const { ada, store } = await createVisitedSite({ storeTimeout: "1s" });
    const page = await ada.open();
    store.next("touch", silent);
    const touched = expect(page.session.touch()).rejects.toMatchObject(late("touch", 1000));
    await vi.advanceTimersByTimeAsync(1000);
    await touched;
  });

  it("is kept while a session is opened, and thrown at the first touch", async () => {
    const { ada, store } = await createVisitedSite();
    store.next("read", silent);
    const opened = ada.open();
    await vi.advanceTimersByTimeAsync(5000);
    const { session } = await opened;
    expect(() => session.get("name")).toThrow(expect.objectContaining(late("read")));
  });

  it("fails a flush, and the cookie stays", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    store.next("remove", silent);
    const flushed = expect(page.session.flush()).rejects.toMatchObject(late("remove"));
    await vi.advanceTimersByTimeAsync(5000);
    await flushed;
    expect((await page.end({ status: 503 })).cookie).toBeUndefined();
  });

  it("bounds a save with all its retries", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.set("a", 1);
    const slow = async (call: () => unknown) => {
      await new Promise((resolve) => setTimeout(resolve, 2000));
      return call();
    };
    store.next("write", refused);
    for (let call = 0; call < 5; call++) {
      store.next("read", slow);
      store.next("write", async () => await slow(() => false));
    }
    const saved = expect(page.session.save()).rejects.toMatchObject(late("a save with its retries"));
    await vi.advanceTimersByTimeAsync(5000);
    await saved;
    store.takeCalls();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(store.takeCalls().length).toBeLessThanOrEqual(1);
  });

  it("counts once where the write was kept after all", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.update("visits", (visits) => Number(visits ?? 0) + 1);
    store.next("write", async (call) => {
      await call();
      return new Promise(() => {});
    });
    const saved = expect(page.session.save()).rejects.toMatchObject(late("write"));
    await vi.advanceTimersByTimeAsync(5000);
    await saved;
    await page.session.save();
    await page.end();
    expect(await ada.data()).toEqual({ name: "ada", visits: 1 });
  });

  it("counts once where the write is kept later than the next save asks", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.update("visits", (visits) => Number(visits ?? 0) + 1);
    let land = (): unknown => undefined;
    store.next("write", (call) => {
      land = call;
      return new Promise(() => {});
    });
    const saved = expect(page.session.save()).rejects.toMatchObject(late("write"));
    await vi.advanceTimersByTimeAsync(5000);
    await saved;
    store.next("write", (call) => {
      land();
      return call();
    });
    page.session.set("theme", "dark");
    await page.session.save();
    expect(page.session.toJSON()).toEqual({ name: "ada", visits: 1, theme: "dark" });
    await page.end();
    expect(await ada.data()).toEqual({ name: "ada", visits: 1, theme: "dark" });
  });

  it("leaves no timer behind where it answers in time", async () => {
    const { ada, store } = await createVisitedSite();
    store.next("read", async (call) => call());
    await ada.visit((session) => session.set("a", 1));
    expect(vi.getTimerCount()).toBe(0);
  });
});

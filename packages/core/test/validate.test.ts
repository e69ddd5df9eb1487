import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { StandardSchema } from "../src/index.ts";
import { type Anything, createSite, createVisitedSite } from "./fixtures/site.ts";

interface Data {
  name?: string;
  visits?: number;
}

const schemas: readonly (readonly [string, StandardSchema<unknown, Data>])[] = [
  ["zod", z.object({ name: z.string().optional(), visits: z.number().optional() }) as never],
  ["valibot", v.object({ name: v.optional(v.string()), visits: v.optional(v.number()) }) as never],
  ["arktype", type({ "name?": "string", "visits?": "number" }) as never],
];

describe.each(schemas)("a schema of %s", (_library, validate) => {
  it("lets good data through, as it is", async () => {
    const browser = createSite<Data>({ validate }).browser();
    await browser.visit((session) => session.assign({ name: "ada", visits: 1 }));
    expect(await browser.data()).toEqual({ name: "ada", visits: 1 });
  });

  it("drops the keys that fail when a session is read, and tells which", async () => {
    const { ada, store, clock } = await createVisitedSite();
    await ada.visit((session) => session.assign({ visits: "many", other: 1 }));
    const site = createSite<Data>({ validate, store, clock });
    const session = await site.sessions.open({
      cookies: ada.jar.header(),
      secure: false,
      request: undefined,
    });
    expect(session.toJSON()).toEqual({ name: "ada", other: 1 });
    const [invalid] = site.events("invalid");
    expect(invalid).toMatchObject({ id: session.id, keys: ["visits"] });
    expect(invalid?.issues).toHaveLength(1);
    store.takeCalls();
    await site.sessions.commit(session, { status: 200 });
    expect(store.takeCalls()).toEqual([]);
  });

  it("fails a save of bad data, with the issues, and nothing is saved", async () => {
    const { browser, store } = createSite<Data>({ validate });
    const page = await browser().open();
    page.session.set("visits", "many" as never);
    await expect(page.end()).rejects.toMatchObject({
      code: "ERR_SESS_DATA_INVALID",
      status: 500,
      message: expect.stringContaining("does not satisfy `validate`: visits: "),
      issues: { length: 1 },
    });
    expect(store.takeCalls()).toEqual([]);
  });

  it("sees user data only", async () => {
    const browser = createSite<Data>({ validate }).browser();
    await browser.visit((session) => {
      session.owner = "ada";
      session.flash("notice", 1);
      session.setExpiry(10);
    });
    const { session } = await browser.open();
    expect(session.owner).toBe("ada");
    expect(session.takeFlash("notice")).toEqual([1]);
  });
});

describe("a schema", () => {
  it("changes nothing: its defaults and conversions are not used", async () => {
    const validate = z.object({ visits: z.coerce.number().default(5) }).partial() as never;
    const browser = createSite<Anything>({ validate }).browser();
    await browser.visit((session) => session.assign({ visits: "7", other: true }));
    expect(await browser.data()).toEqual({ visits: "7", other: true });
  });

  it("does not see a session that holds nothing", async () => {
    const validate = z.object({ name: z.string() }) as never;
    const browser = createSite<Anything>({ validate }).browser();
    await browser.visit((session) => session.flash("notice", "no data"));
    await browser.visit((session) => expect(session.toJSON()).toEqual({}));
    await browser.visit((session) => session.set("name", "ada"));
    await browser.visit((session) => session.clear());
    expect(await browser.data()).toEqual({});
  });

  it("breaks no page that only reads, though a key that it needs was dropped", async () => {
    const { ada, store, clock } = await createVisitedSite();
    const validate = z.object({ name: z.number() }) as never;
    await ada.visit((session) => session.set("theme", "dark"));
    const { sessions } = createSite<Anything>({ validate, store, clock });
    const session = await sessions.open({ cookies: ada.jar.header(), secure: false, request: undefined });
    expect(session.data).toEqual({ theme: "dark" });
    await sessions.commit(session, { status: 200 });
    expect(await ada.data()).toEqual({ name: "ada", theme: "dark" });
    session.set("theme", "light");
    await expect(session.save()).rejects.toMatchObject({ code: "ERR_SESS_DATA_INVALID" });
    session.set("name", 1);
    await session.save();
    expect(await ada.data()).toEqual({ name: 1, theme: "light" });
  });

  it("drops everything where an issue does not say where it is", async () => {
    const { ada, store, clock } = await createVisitedSite();
    const validate = z.object({}).refine(() => false, "no") as never;
    const site = createSite<Anything>({ validate, store, clock });
    const session = await site.sessions.open({
      cookies: ada.jar.header(),
      secure: false,
      request: undefined,
    });
    expect(session.toJSON()).toEqual({});
    expect(site.events("invalid")).toMatchObject([{ keys: ["name"] }]);
  });

  it("must answer at once", async () => {
    const validate = z.object({}).refine(async () => true) as never;
    const page = await createSite<Anything>({ validate }).browser().open();
    page.session.set("name", "ada");
    await expect(page.end()).rejects.toThrow(/asynchronous checks/);
  });
});

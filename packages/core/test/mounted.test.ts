import { describe, expect, it } from "vitest";
import { sessionsFor } from "../src/index.ts";
import { type Anything, createSite, createVisitedSite, type SiteOptions, secrets } from "./fixtures/site.ts";

/** A manager that has put a session on `request`. */
async function mountOn(request: object, options?: SiteOptions<Anything>) {
  const { sessions } = createSite(options);
  const session = await sessions.open({ cookies: undefined, secure: false, request });
  return { sessions, session };
}

describe("a manager that is mounted twice on one request", () => {
  it("finds the session that it has put there", async () => {
    const request = {};
    const { sessions, session } = await mountOn(request);
    expect(sessions.mounted(request)).toBe(session);
    expect(sessions.mounted({})).toBeUndefined();
  });

  it("works beside another one with a name and a property of its own", async () => {
    const request = {};
    const one = await mountOn(request);
    const admin: SiteOptions<Anything> = { as: "adminSession", cookie: { name: "admin" } };
    const { sessions } = createSite(admin);
    expect(sessions.mounted(request)).toBeUndefined();
    const session = await sessions.open({ cookies: undefined, secure: false, request });
    expect(sessions.mounted(request)).toBe(session);
    expect(one.sessions.mounted(request)).toBe(one.session);
  });

  it.each<[string, SiteOptions<Anything>, SiteOptions<Anything>]>([
    ['property "session"', {}, { cookie: { name: "other" } }],
    ['cookie name "__Host-sid"', {}, { as: "other" }],
    ['cookie name "app"', { cookie: { name: "app" } }, { as: "other", cookie: { name: "app" } }],
    ['cookie name "__Secure-sid"', { cookie: { path: "/a" } }, { as: "other", cookie: { path: "/b" } }],
  ])("is refused beside one that shares its %s", async (shared, first, second) => {
    const request = {};
    await mountOn(request, first);
    const { sessions } = createSite(second);
    expect(() => sessions.mounted(request)).toThrow(
      expect.objectContaining({ code: "ERR_SESS_MOUNTED_TWICE", message: expect.stringContaining(shared) }),
    );
  });

  it("leaves the request's own properties alone", async () => {
    const request = { url: "/" };
    await mountOn(request);
    expect(Object.keys(request)).toEqual(["url"]);
    expect(JSON.stringify(request)).toBe('{"url":"/"}');
  });
});

describe("sessionsFor", () => {
  it("makes one manager of options", () => {
    const sessionsOf = sessionsFor<Anything, object>({ secret: secrets[0], as: "mine" });
    expect(sessionsOf({}).as).toBe("mine");
    expect(sessionsOf({})).toBe(sessionsOf({}));
  });

  it("takes a manager as it is, and asks a function for each context", async () => {
    const { sessions } = await createVisitedSite();
    expect(sessionsFor<Anything, object>(sessions)({})).toBe(sessions);
    const byContext = sessionsFor<Anything, { manager: typeof sessions }>((context) => context.manager);
    expect(byContext({ manager: sessions })).toBe(sessions);
  });
});

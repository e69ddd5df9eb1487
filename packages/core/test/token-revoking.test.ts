import { describe, expect, it } from "vitest";
import type { TokenContext } from "../src/index.ts";
import { minute } from "./fixtures/clock.ts";
import { sealedJsonStore } from "./fixtures/sealed-json-store.ts";
import { createTokenSite } from "./fixtures/token-site.ts";

/** A site whose store by token asks this map, and a session of ada's on it. */
async function revocable() {
  const revoked = new Map<string, number>();
  const store = { ...sealedJsonStore(), revokedBefore: (owner: string) => revoked.get(owner) };
  const site = createTokenSite({ store });
  await site.visit((session) => {
    session.owner = "ada";
    session.set("n", 1);
  });
  return { site, revoked };
}

describe("a token store that knows from when on an owner's sessions are revoked", () => {
  it("ends those that began before, as sessions that are missing", async () => {
    const { site, revoked } = await revocable();
    revoked.set("ada", site.clock());
    expect(await site.read()).toEqual({ n: 1 });
    revoked.set("ada", site.clock() + 1);
    const session = await site.open();
    expect([session.toJSON(), session.owner, session.isNew]).toEqual([{}, undefined, true]);
    expect(site.told("unknown")).toEqual([expect.objectContaining({ reason: "missing" })]);
    expect(site.told("tampered")).toEqual([]);
  });

  it("ends them also where they were saved since: what counts is the login", async () => {
    const { site, revoked } = await revocable();
    site.clock.advance(minute);
    const underWay = await site.open();
    underWay.set("n", 2);
    revoked.set("ada", site.clock());
    site.clock.advance(1);
    await site.end(underWay);
    expect(await site.read()).toEqual({});
  });

  it("keeps a session that logs in again", async () => {
    const { site, revoked } = await revocable();
    site.clock.advance(minute);
    await site.visit((session) => {
      revoked.set("ada", site.clock());
      session.rotate({ login: true });
    });
    expect(await site.read()).toEqual({ n: 1 });
  });

  it("does not touch sessions of others or of nobody", async () => {
    const { site, revoked } = await revocable();
    revoked.set("bob", site.clock() + 1);
    expect(await site.read()).toEqual({ n: 1 });
    const anonymous = createTokenSite({
      store: { ...sealedJsonStore(), revokedBefore: () => Number.POSITIVE_INFINITY },
    });
    await anonymous.visit((session) => session.set("n", 1));
    expect(await anonymous.read()).toEqual({ n: 1 });
  });

  it("is down where it cannot tell: nobody is logged out, and nobody let in", async () => {
    const { site } = await revocable();
    const down = createTokenSite({
      clock: site.clock,
      store: { ...sealedJsonStore(), revokedBefore: () => Promise.reject(new Error("no database")) },
    });
    const session = await down.open(site.jar);
    expect(() => session.get("n")).toThrow(expect.objectContaining({ code: "ERR_SESS_STORE_FAILED" }));
  });
});

it("a token store is told about a cookie by one and the same object", async () => {
  const contexts = new Set<TokenContext>();
  const good = sealedJsonStore();
  const seen = (context: TokenContext) => {
    contexts.add(context);
    return context;
  };
  const site = createTokenSite({
    store: {
      ...good,
      open: (token, now, context) => good.open(token, now, seen(context)),
      seal: (key, record, context) => good.seal(key, record, seen(context)),
    },
  });
  for (let n = 0; n < 3; n++) await site.visit((session) => session.set("n", n));
  expect([...contexts].map(({ name }) => name)).toEqual(["sid"]);
});

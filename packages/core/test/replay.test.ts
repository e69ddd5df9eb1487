import { describe, expect, it } from "vitest";
import { hour } from "./fixtures/clock.ts";
import { type Anything, createVisitedSite, type SiteOptions } from "./fixtures/site.ts";

/** A browser, and another one whose cookie was retired by a renewal. */
async function stolen(options?: SiteOptions<Anything>) {
  const site = await createVisitedSite(options);
  await site.ada.visit((session) => (session.owner = "ada"));
  const thief = site.ada.copy();
  await site.ada.visit((session) => session.rotate({ grace: true }));
  await site.ada.visit();
  site.clock.advance(hour);
  site.told.length = 0;
  const { id } = (await site.ada.open()).session;
  site.told.length = 0;
  return { ...site, thief, id };
}

describe("a secret that comes back after it was retired", () => {
  it("is anonymous, and reported as a replay", async () => {
    const { thief, told, id, ada } = await stolen();
    expect(await thief.data()).toEqual({});
    expect(told).toEqual([{ event: "replayed", id, owner: "ada" }]);
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it('ends the session with onReplay: "revoke"', async () => {
    const { thief, told, id, ada } = await stolen({ onReplay: "revoke" });
    expect(await thief.data()).toEqual({});
    expect(told).toEqual([
      { event: "replayed", id, owner: "ada" },
      { event: "revoked", id, owner: "ada", ids: [id] },
    ]);
    expect(await ada.data()).toEqual({});
  });

  it("starts a session of its own when it writes, and leaves the other alone", async () => {
    const { thief, ada } = await stolen();
    await thief.visit((session) => session.set("name", "eve"));
    expect(await thief.data()).toEqual({ name: "eve" });
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("is no replay where it belongs to an older epoch: every slow browser has one", async () => {
    const { ada, clock, events } = await createVisitedSite({ onReplay: "revoke" });
    const old = ada.copy();
    await ada.visit((session) => session.rotate());
    clock.advance(hour);
    expect(await old.data()).toEqual({});
    expect(events("replayed")).toEqual([]);
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("is no replay within its grace", async () => {
    const { ada, clock, events } = await createVisitedSite({ onReplay: "revoke" });
    const old = ada.copy();
    await ada.visit((session) => session.rotate({ grace: true }));
    await ada.visit();
    clock.advance(9);
    expect(await old.data()).toEqual({ name: "ada" });
    expect(events("replayed")).toEqual([]);
  });
});

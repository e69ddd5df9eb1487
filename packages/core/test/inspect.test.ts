import { describe, expect, it } from "vitest";
import { inspectSession, memoryStore } from "../src/index.ts";
import { createSite, secrets } from "./fixtures/site.ts";

/** A site with a session of Ada's. */
async function logged(options: { readonly encrypt?: boolean } = {}) {
  const device = () => ({ agent: "a browser" });
  const site = createSite({ ...options, device });
  const browser = site.browser();
  await browser.visit((session) => {
    session.owner = "ada";
    session.set("cart", ["apple"]);
    session.flash("note", "saved");
  });
  const { id = "" } = (await browser.open()).session;
  site.told.length = 0;
  return {
    ...site,
    browser,
    id,
    options: { ...options, secret: secrets[0], store: site.store, clock: site.clock },
  };
}

describe("inspectSession", () => {
  it.each([false, true])("tells what a record holds (encrypted: %s)", async (encrypt) => {
    const { id, options, clock } = await logged({ encrypt });
    const now = clock();
    expect(await inspectSession(options, id)).toEqual({
      id,
      owner: "ada",
      createdAt: now,
      startedAt: now,
      rotatedAt: now,
      savedAt: now,
      lastSeenAt: now,
      expiresAt: now + 14 * 86_400_000,
      absoluteExpiresAt: now + 30 * 86_400_000,
      epoch: 0,
      previousSecrets: 0,
      version: expect.any(String),
      encrypted: encrypt,
      device: { agent: "a browser" },
      data: { cart: ["apple"] },
      flash: [{ key: "note", value: "saved" }],
    });
  });

  it("changes nothing and tells nobody", async () => {
    const { id, options, store, clock, told } = await logged();
    const before = await store.read(id, clock());
    clock.advance(86_400);
    await inspectSession(options, id);
    expect(await store.read(id, clock())).toEqual(before);
    expect(told).toEqual([]);
  });

  it("counts logins, rotations and the secrets that still wait", async () => {
    const { browser, id, options } = await logged();
    await browser.visit((session) => session.rotate());
    await browser.visit((session) => session.rotate({ grace: true }));
    expect(await inspectSession(options, id)).toMatchObject({ epoch: 1, previousSecrets: 1 });
  });

  it("holds nothing that opens the session", async () => {
    const { id, options, store, clock } = await logged();
    const found = JSON.stringify(await inspectSession(options, id));
    const hashes = (await store.read(id, clock()))?.data.match(/[\w-]{43}/g) ?? [];
    expect(hashes.length).toBeGreaterThan(0);
    for (const hash of hashes) expect(found).not.toContain(hash);
  });

  it("tells a missing session from one that cannot be decoded", async () => {
    const { id, options } = await logged({ encrypt: true });
    expect(await inspectSession(options, "A".repeat(22))).toBe("missing");
    expect(await inspectSession({ ...options, clock: () => options.clock() + 31 * 86_400_000 }, id)).toBe(
      "missing",
    );
    expect(await inspectSession({ ...options, secret: secrets[1] }, id)).toBe("undecodable");
    const codec = {
      encode: JSON.stringify,
      decode(): never {
        throw new Error("another format");
      },
    };
    expect(await inspectSession({ ...options, codec }, id)).toBe("undecodable");
  });

  it("needs a store by ID", async () => {
    const options = { secret: secrets[0] };
    await expect(inspectSession(options, "A")).rejects.toMatchObject({ code: "ERR_SESS_STORE_UNSUPPORTED" });
    await expect(inspectSession({ ...options, store: memoryStore(), secret: "short" }, "A")).rejects.toThrow(
      TypeError,
    );
  });
});

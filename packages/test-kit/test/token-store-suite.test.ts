import type { TokenStore } from "@sess/core";
import { tokenStoreSuite } from "@sess/test-kit/store";
import { describe, expect, it } from "vitest";
import { readableTokenStore, type Wrong } from "./readable-token-store.ts";

/** What the suite says about a store, as `title: message`. */
async function failuresOf(createStore: () => TokenStore): Promise<readonly string[]> {
  const tests: (readonly [title: string, test: () => Promise<void>])[] = [];
  tokenStoreSuite({
    describe: (_title, body) => body(),
    it: (title, test) => tests.push([title, test]),
    createStore,
  });
  expect(tests.length).toBeGreaterThan(40);
  const failures: string[] = [];
  for (const [title, test] of tests) {
    await test().catch((error: unknown) => failures.push(`${title}: ${String(error)}`));
  }
  return failures;
}

const good = readableTokenStore();
const sabotages: Readonly<Record<string, readonly [wrong: Wrong, found: RegExp]>> = {
  "a promise it cannot keep": [
    { store: { abilities: { ...good.abilities, atomicWrite: true } } },
    /^claims nothing that needs a place on the server/,
  ],
  "a promise it does not make": [
    { store: { abilities: { ...good.abilities, shared: false } } },
    /^claims what a cookie has by itself/,
  ],
  "no limit for its cookies": [{ store: { maxCookies: Number.POSITIVE_INFINITY } }, /^says how many cookies/],
  "a revocation that is not a time": [
    { store: { revokedBefore: () => Number.NaN } },
    /^answers revokedBefore with epoch milliseconds/,
  ],
  "a close that closes nothing": [{ store: { close: () => undefined } }, /^fails every call after close/],
  "a semicolon in its tokens": [{ store: { seal: () => "a; Path=/" } }, /^seals in characters of base64url/],
  "data in Latin-1": [
    {
      store: {
        seal: (key, record, context) =>
          good.seal(key, { ...record, data: Buffer.from(record.data, "latin1").toString("latin1") }, context),
      },
    },
    /^keeps data letters of many scripts/,
  ],
  "no idle lifetime": [
    { ended: ({ endsAt }, now) => endsAt <= now },
    /^has a key and no record from expiresAt/,
  ],
  "no absolute lifetime": [
    { ended: ({ expiresAt }, now) => expiresAt <= now },
    /^has a key and no record from endsAt/,
  ],
  "a deadline that is one millisecond late": [
    { ended: ({ expiresAt, endsAt }, now) => expiresAt < now || endsAt < now },
    /^has a key and no record from expiresAt/,
  ],
  "tokens that work under every name": [
    { claim: (body) => body },
    /^opens no token of a cookie with another name/,
  ],
  "keys of its own": [{ keys: () => [new Uint8Array(32)] }, /^opens no token of another secret/],
  "only the newest secret": [
    { verify: (signer) => signer === 0 },
    /^opens tokens of every secret, so that the newest can be replaced/,
  ],
  "the oldest secret for sealing": [
    { keys: ({ keys }) => [...keys("readable")].reverse() },
    /^seals with the newest secret/,
  ],
  "no check at all": [{ verify: () => true }, /^opens nothing that it did not seal, and does not throw/],
  "a MAC over half of the token": [
    { claim: (body, { name }) => `${name}=${body.slice(0, body.length / 2)}` },
    /^opens nothing with a character changed/,
  ],
  "an error for a forgery": [
    {
      forged: () => {
        throw new Error("bad MAC");
      },
    },
    /^opens nothing that it did not seal, and does not throw/,
  ],
};

describe("tokenStoreSuite", () => {
  it("finds nothing wrong with a store that is right", async () => {
    expect(await failuresOf(readableTokenStore)).toEqual([]);
  });

  it.each(Object.entries(sabotages))("finds %s", async (_name, [wrong, found]) => {
    expect(await failuresOf(() => readableTokenStore(wrong))).toEqual(
      expect.arrayContaining([expect.stringMatching(found)]),
    );
  });

  it("finds keys that end with the process", async () => {
    let stores = 0;
    const failures = await failuresOf(() => {
      const own = new Uint8Array(32).fill(stores++);
      return readableTokenStore({ keys: () => [own] });
    });
    expect(failures).toContainEqual(
      expect.stringMatching(/^claims what a cookie has by itself.*what another store finds in the token/),
    );
  });

  it("registers its tests at once, under the store's name", () => {
    const titles: string[] = [];
    tokenStoreSuite({
      describe: (title, body) => {
        titles.push(title);
        body();
      },
      it: () => undefined,
      createStore: async () => good,
      name: "mine",
    });
    expect(titles).toEqual(["token store: mine", "contract", "content", "binding", "forgery"]);
  });
});

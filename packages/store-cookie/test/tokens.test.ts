import { createEncryption, createSigning, type TokenContext } from "@sess/core";
import { type CookieStoreOptions, cookieStore } from "@sess/store-cookie";
import { describe, expect, it } from "vitest";

const now = Date.UTC(2040, 0, 1);
const random = (bytes: number) =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("base64url");
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: '{"n":1}', owner: "ada" };

/** A context that remembers for which purposes it was asked for keys. */
function createContext(name = "sid"): TokenContext & { readonly purposes: string[] } {
  const purposes: string[] = [];
  const key = crypto.getRandomValues(new Uint8Array(31));
  return {
    name,
    purposes,
    random,
    keys(purpose) {
      purposes.push(purpose);
      return [Uint8Array.of(...key, purpose.length)];
    },
  };
}

describe("tokens of the cookie store", () => {
  it("say which format they have", async () => {
    const context = createContext();
    expect(await cookieStore().seal("id", record, context)).toMatch(/^1e\.id\.[\w-]+$/);
    expect(await cookieStore({ encrypt: false }).seal("id", record, context)).toMatch(
      /^1s\.id\.[\w-]+\.[\w-]{43}$/,
    );
  });

  it("are of another text each time where they are encrypted", async () => {
    const [store, context] = [cookieStore(), createContext()];
    const tokens = new Set<string>();
    for (let turn = 0; turn < 100; turn++) tokens.add(await store.seal("id", record, context));
    expect(tokens.size).toBe(100);
  });

  it("are made with keys for each format apart, derived once for a cookie", async () => {
    const [store, context] = [cookieStore({ encrypt: { acceptSigned: true } }), createContext()];
    for (let turn = 0; turn < 3; turn++)
      await store.open(await store.seal("id", record, context), now, context);
    expect(context.purposes).toEqual(["store-cookie encrypted", "store-cookie signed"]);
  });

  it.each([["2e"], ["1x"], ["1E"], ["01e"], [""], ["1s"], ["1e "]])(
    "are refused with the mark changed to %j, whatever is accepted",
    async (mark) => {
      const context = createContext();
      for (const encrypt of [true, false, { acceptSigned: true }] as const) {
        const store = cookieStore({ encrypt });
        const token = await cookieStore().seal("id", record, context);
        expect(await store.open(mark + token.slice(2), now, context)).toBeUndefined();
      }
    },
  );

  it("are refused in the format of the other where its keys were given to it", async () => {
    const context = createContext();
    const claim = (await cookieStore({ encrypt: false }).seal("id", record, context))
      .split(".")
      .slice(0, 3)
      .join(".");
    const mac = createSigning(context.keys("store-cookie encrypted")).sign(`sid=${claim}`);
    const text = `${record.expiresAt.toString(36)} ${record.endsAt.toString(36)} v1\n{}`;
    const sealed = await createEncryption(context.keys("store-cookie signed"), random).seal(
      "id",
      text,
      "sid=1e",
    );
    for (const encrypt of [true, false, { acceptSigned: true }] as const) {
      const store = cookieStore({ encrypt });
      expect(await store.open(`${claim}.${mac}`, now, context)).toBeUndefined();
      expect(await store.open(`1e.id.${sealed}`, now, context)).toBeUndefined();
    }
  });

  it.each([[true], [false]])(
    "are refused with any of their bits changed, also those that no byte needs (encrypt: %s)",
    async (encrypt) => {
      const [store, context] = [cookieStore({ encrypt }), createContext()];
      const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
      for (const data of ["", "a", "ab"]) {
        const token = await store.seal("id", { ...record, data }, context);
        for (let at = 3; at < token.length; at++) {
          for (let bit = 1; bit < 64; bit *= 2) {
            const other = alphabet[alphabet.indexOf(token.charAt(at)) ^ bit];
            if (other === undefined) continue;
            const forged = token.slice(0, at) + other + token.slice(at + 1);
            expect(await store.open(forged, now, context), forged).toBeUndefined();
          }
        }
      }
    },
  );
});

describe("options", () => {
  it.each([
    [{ encrypt: "yes" }, /"encrypt" must be true, false or \{ acceptSigned: true \}\. Received "yes"/],
    [{ encrypt: { acceptSigned: false } }, /"encrypt" must be/],
    [{ encrypt: null }, /"encrypt" must be/],
    [{ maxCookies: 0 }, /"maxCookies" must be an integer from 1 to 35\. Received 0/],
    [{ maxCookies: 36 }, /"maxCookies"/],
    [{ maxCookies: 1.5 }, /"maxCookies"/],
    [{ revokedBefore: 5 }, /"revokedBefore" must be a function/],
    [{ secret: "x" }, /"secret" is no option: there are encrypt, maxCookies, revokedBefore/],
    [null, /"options" must be an object/],
  ])("refuses %j", (options, message) => {
    expect(() => cookieStore(options as CookieStoreOptions)).toThrow(TypeError);
    expect(() => cookieStore(options as CookieStoreOptions)).toThrow(message);
  });
});

import type { SessionRecord, TokenContext } from "@sess/core";
import { type CookieStore, cookieStore } from "@sess/store-cookie";
import type { Draw } from "../draw.ts";
import { mutate, noiseText } from "../mutate.ts";
import { claim, type OpenTarget, type Target } from "../target.ts";
import { now, randomFrom } from "./setting.ts";

/** What a cookie store is asked to open, and by whom. */
export interface SealedToken {
  readonly store: number;
  readonly context: number;
  readonly token: string;
}

/** The tokens of the cookie store: it opens what it has sealed for that cookie, under one of its keys, and nothing else. */
export const sealedTokens: Target<SealedToken> = {
  name: "sealed-tokens",
  share: 220,
  async open() {
    // By what it is: which formats it opens.
    const stores = [
      { opens: ["1e"], store: cookieStore() },
      { opens: ["1e", "1s"], store: cookieStore({ encrypt: { acceptSigned: true } }) },
      { opens: ["1e", "1s"], store: cookieStore({ encrypt: false }) },
    ];
    const [encrypting, , signing] = stores.map(({ store }) => store) as [
      CookieStore,
      CookieStore,
      CookieStore,
    ];
    const contexts = [
      contextOf("sid", ["new", "old"]),
      contextOf("sid", ["old"]),
      contextOf("admin", ["new", "old"]),
      contextOf("sid", ["strange"]),
    ];
    const sealed: { token: string; key: string; record: SessionRecord; context: number }[] = [];
    for (const [context, given] of contexts.entries()) {
      for (const [index, record] of records.entries()) {
        for (const store of [encrypting, signing]) {
          const key = `${"AbCdEfGhIjKlMnOpQrStU"}${index}`;
          sealed.push({ token: await store.seal(key, record, given), key, record, context });
        }
      }
    }
    const tokens = sealed.map(({ token }) => token);

    const draw = (draw: Draw): SealedToken => ({
      store: draw.int(stores.length),
      context: draw.int(contexts.length),
      token: draw.oneIn(12) ? noiseText(draw) : piece(draw, tokens),
    });
    return {
      draw,
      async check({ store: which, context, token }) {
        const { opens, store } = stores[which] as (typeof stores)[number];
        const found = await store.open(token, now, contexts[context] as TokenContext);
        // Who has both keys opens what was sealed with the older one.
        const itsOwn = sealed.find(
          (one) =>
            one.token === token &&
            opens.includes(token.slice(0, 2)) &&
            (one.context === context || (one.context === 1 && context === 0)),
        );
        if (itsOwn === undefined) {
          claim(found === undefined, `A token that was not sealed so was opened: ${JSON.stringify(found)}.`);
          return;
        }
        const live = itsOwn.record.expiresAt > now ? itsOwn.record : undefined;
        claim(found?.key === itsOwn.key, `Its own token leads to ${found?.key}.`);
        claim(
          JSON.stringify(found.record) === JSON.stringify(live) || sorted(found.record) === sorted(live),
          `Its own token holds ${JSON.stringify(found.record)}.`,
        );
      },
    } satisfies OpenTarget<SealedToken>;
  },
};

const records: readonly SessionRecord[] = [
  { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "1p 0\n{}" },
  {
    version: "v2",
    expiresAt: now + 1_000,
    endsAt: now + 9_000,
    data: '1p 0\n{"user":"admin"}',
    owner: "admin",
  },
  { version: "v3", expiresAt: now + 1_000, endsAt: now + 9_000, data: "x".repeat(5_000), owner: "a b\n\0" },
  {
    version: "v4",
    expiresAt: now + 1_000,
    endsAt: now + 9_000,
    data: "\ufeff\u{1f600}\n\n",
    owner: "\u00fc",
  },
  { version: "v5", expiresAt: now, endsAt: now + 9_000, data: "past" },
];

function contextOf(name: string, keys: readonly string[]): TokenContext {
  const random = randomFrom(`${name} ${keys}`);
  return {
    name,
    keys: (purpose) => keys.map((key) => filled(32, randomFrom(`${purpose} ${key}`))),
    random: (bytes) => Buffer.from(filled(bytes, random)).toString("base64url"),
  };
}

function filled(length: number, random: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  random(bytes);
  return bytes;
}

function sorted(record: SessionRecord | undefined): string {
  return JSON.stringify(Object.entries(record ?? {}).sort());
}

/** A token as it is, changed, or put together of parts of several. */
function piece(draw: Draw, tokens: readonly string[]): string {
  const token = draw.pick(tokens);
  if (draw.oneIn(10)) return token;
  if (!draw.oneIn(4)) return mutate(draw, token, tokens);
  const parts = token.split(".");
  parts[draw.int(parts.length)] = draw.pick(draw.pick(tokens).split("."));
  return parts.join(".");
}

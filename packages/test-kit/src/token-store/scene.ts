import type { Awaitable, OpenedToken, SessionRecord, TokenContext, TokenStore } from "@sess/core";
import { ok } from "../assert.ts";

/** The ID of the session in the tests. */
export const key = "kH3vQ9xT7hLmW2pRb8sYcA";

/** What a test has to begin with. */
export interface TokenScene {
  readonly store: TokenStore;
  /** Another store that was made the same way, as another process has it. */
  another(): Promise<TokenStore>;
  /** Epoch milliseconds. */
  readonly now: number;
  /** A manager's cookie called `sid` under one secret, with what is given instead. */
  readonly context: TokenContext;
  contextOf(instead: { readonly name?: string; readonly secrets?: readonly string[] }): TokenContext;
  /** A record that lives for an hour, with what is given instead. */
  record(instead?: Partial<SessionRecord>): SessionRecord;
  /** The token of such a record. */
  seal(instead?: Partial<SessionRecord>, context?: TokenContext): Promise<string>;
  open(token: string, context?: TokenContext, at?: number): Promise<OpenedToken | undefined>;
}

export async function createTokenScene(createStore: () => Awaitable<TokenStore>): Promise<TokenScene> {
  const store = await createStore();
  const now = Date.UTC(2040, 0, 1);
  const contextOf: TokenScene["contextOf"] = ({ name = "sid", secrets = ["first"] }) => ({
    name,
    keys: (purpose) => secrets.map((secret) => keyOf(`${secret} ${purpose}`)),
    random: randomText,
  });
  const context = contextOf({});
  const record: TokenScene["record"] = (instead) => ({
    version: "v1",
    expiresAt: now + 3_600_000,
    endsAt: now + 30 * 86_400_000,
    data: '{"cart":["apple"]}',
    ...instead,
  });
  return {
    store,
    another: async () => createStore(),
    now,
    context,
    contextOf,
    record,
    async seal(instead, by = context) {
      const token = await store.seal(key, record(instead), by);
      ok(typeof token === "string" && token !== "", "seal answers with text");
      return token;
    },
    open: async (token, by = context, at = now) => store.open(token, at, by),
  };
}

/** 32 bytes that look random and are the same for the same text: xorshift, seeded by an FNV hash. */
function keyOf(text: string): Uint8Array {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return Uint8Array.from({ length: 32 }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** So many random bytes, rounded up to a whole number of characters. The bits beyond them are zero. */
function randomText(bytes: number): string {
  const characters = [...crypto.getRandomValues(new Uint8Array(Math.ceil((bytes * 4) / 3)))];
  const spare = characters.length * 6 - bytes * 8;
  return characters
    .map((value, i) => (i === characters.length - 1 ? ((value & 63) >> spare) << spare : value & 63))
    .map((value) => alphabet[value])
    .join("");
}

import { createSigning, type TokenContext, type TokenStore } from "@sess/core";

/** What to make wrong in the store. */
export interface Wrong {
  readonly store?: Partial<TokenStore>;
  /** What the MAC is made over. */
  readonly claim?: (body: string, context: TokenContext) => string;
  readonly verify?: (signer: number) => boolean;
  readonly keys?: (context: TokenContext) => readonly Uint8Array[];
  /** Whether a deadline has passed. */
  readonly ended?: (record: { expiresAt: number; endsAt: number }, now: number) => boolean;
  readonly forged?: () => undefined;
}

/** A right store by token: signed JSON, with what is given made wrong. */
export function readableTokenStore(wrong: Wrong = {}): TokenStore {
  const claimOf = wrong.claim ?? ((body, { name }) => `${name}=${body}`);
  const signing = (context: TokenContext) => createSigning(wrong.keys?.(context) ?? context.keys("readable"));
  const verified = wrong.verify ?? ((signer) => signer >= 0);
  const ended = wrong.ended ?? (({ expiresAt, endsAt }, now) => expiresAt <= now || endsAt <= now);
  const forged = wrong.forged ?? (() => undefined);
  return {
    abilities: {
      atomicWrite: false,
      owners: false,
      sweeps: false,
      nativeExpiry: true,
      durable: true,
      shared: true,
      mayBeStale: false,
      maxBytes: undefined,
    },
    maxCookies: 1,
    open(token, now, context) {
      const [body = "", mac = "", ...more] = token.split(".");
      if (more.length > 0 || !verified(signing(context).verify(claimOf(body, context), mac))) return forged();
      const { key, record } = JSON.parse(Buffer.from(body, "base64url").toString());
      return { key, record: ended(record, now) ? undefined : record };
    },
    seal(key, record, context) {
      const body = Buffer.from(JSON.stringify({ key, record })).toString("base64url");
      return `${body}.${signing(context).sign(claimOf(body, context))}`;
    },
    ...wrong.store,
  };
}

import { type Awaitable, chain } from "./awaitable.ts";
import { cookieMaxAge } from "./cookie-end.ts";
import { cookieValues } from "./cookie-header.ts";
import { tooLarge } from "./draft.ts";
import { received, SessError } from "./errors.ts";
import type { Snapshot } from "./record.ts";
import type { SessionState } from "./state.ts";
import type { SessionRecord, TokenContext } from "./store.ts";

/** Bytes of name and value that browsers keep of one cookie (RFC 6265bis section 5.6). */
const cookieBytes = 4096;

/** The first cookie begins with the number of cookies, in base 36, and a dot. */
const head = /^([1-9a-z])\.([\w.-]+)$/;

/** What no token may hold: a semicolon, for one, would end the value of the cookie. */
const foreign = /[^\w.-]|^$/;

/** A token that can be opened and is not past a deadline. */
interface Live {
  readonly key: string;
  readonly record: SessionRecord;
}

/** Loads the session out of the token that the request's cookies carry. */
export function openToken(state: SessionState, values: readonly string[]): Awaitable<void> {
  const { emit, format } = state.engine;
  const now = state.engine.settings.clock();
  const opened = values.reduce<Awaitable<readonly Live[]>>(
    (before, value) =>
      chain(before, (found) => chain(openOne(state, value, now), (one) => (one ? [...found, one] : found))),
    [],
  );
  return chain(opened, (found) => {
    const ids = new Set(found.map(({ key }) => key));
    if (ids.size > 1) emit("tampered", () => ({ reason: "tossed" }));
    // Of several tokens of one session, none says that it is the newest.
    const [only] = ids.size === 1 ? found : [];
    if (only === undefined) return;
    return chain(format.open(only.key, only.record), (snapshot) => {
      if (snapshot === undefined) return emit("unknown", () => ({ id: only.key, reason: "undecodable" }));
      return chain(isRevoked(state, snapshot), (revoked) => {
        if (revoked) return emit("unknown", () => ({ id: only.key, reason: "missing" }));
        state.base = snapshot;
        state.arrival = "current";
        emit("loaded", () => state.whose());
      });
    });
  });
}

function openOne(state: SessionState, value: string, now: number): Awaitable<Live | undefined> {
  const { calls, emit, tokens } = state.engine;
  const token = joinToken(state, value);
  const opened =
    token === undefined
      ? undefined
      : calls.run("open", undefined, () => tokens?.open(token, now, contextOf(state)));
  return chain(opened, (found) => {
    if (found === undefined) {
      emit("tampered", () => ({ reason: "forged" }));
      return undefined;
    }
    const { key, record } = found;
    if (record !== undefined && record.expiresAt > now) return { key, record };
    emit("unknown", () => ({ id: key, reason: "missing" }));
    return undefined;
  });
}

/** Whether the store by token says that its owner's sessions from that time have ended. */
function isRevoked(
  { engine: { calls, tokens } }: SessionState,
  { header, id, record: { owner } }: Snapshot,
): Awaitable<boolean> {
  if (owner === undefined || tokens?.revokedBefore === undefined) return false;
  const before = calls.run("revokedBefore", id, () => tokens.revokedBefore?.(owner));
  return chain(before, (time) => time !== undefined && header.startedAt < time);
}

/** Seals what is to be kept, as it goes out with the head. */
export function sealToken(state: SessionState, snapshot: Snapshot): Awaitable<void> {
  const { calls, tokens } = state.engine;
  const { id, record } = snapshot;
  const token = calls.run("seal", id, () => tokens?.seal(id, record, contextOf(state)) ?? "");
  return chain(token, (text) => {
    state.token = splitToken(state, snapshot, text);
  });
}

/** The `Set-Cookie` lines for a token, and the removal of parts that it no longer needs. */
export function tokenCookies(state: SessionState): readonly string[] {
  const { base, cookie, owed, token } = state;
  if (owed === undefined) return [];
  const parts = owed === "cookie" && base !== undefined ? (token ?? []) : [];
  const maxAge = base && cookieMaxAge(state, base);
  const written = parts.map((value, index) => writerAt(state, index).write(value, maxAge));
  const stale: string[] = [];
  for (let index = parts.length; index < (state.engine.tokens?.maxCookies ?? 0); index++) {
    const { name, remove } = writerAt(state, index);
    if (cookieValues(state.facts.cookies, name, 1).length > 0) stale.push(remove());
  }
  return parts.length === 0 && stale.length === 0 ? [cookie.remove()] : [...written, ...stale];
}

function writerAt({ cookie }: SessionState, index: number): SessionState["cookie"] {
  return index === 0 ? cookie : cookie.part(index);
}

function joinToken(state: SessionState, first: string): string | undefined {
  const [, count = "", start = ""] = head.exec(first) ?? [];
  const parts = [start];
  const all = Number.parseInt(count, 36);
  if (Number.isNaN(all) || all > (state.engine.tokens?.maxCookies ?? 0)) return undefined;
  for (let index = 1; index < all; index++) {
    const values = cookieValues(state.facts.cookies, writerAt(state, index).name, 2);
    // Two parts of one name: somebody else set one of them.
    if (values.length !== 1) return undefined;
    parts.push(values[0] as string);
  }
  return parts.join("");
}

function splitToken(
  { cookie: { name }, engine }: SessionState,
  snapshot: Snapshot,
  token: string,
): readonly string[] {
  const wrong = foreign.exec(token);
  if (wrong !== null) {
    throw new SessError(
      "ERR_SESS_STORE_FAILED",
      `The store's seal must return characters of base64url and dots. Received ${received(wrong[0])} at ${wrong.index}.`,
    );
  }
  // Room for the longest name, `name.34`, or for the count before the first part.
  const size = cookieBytes - name.length - 3;
  const most = Math.min(engine.tokens?.maxCookies ?? 1, 35);
  if (token.length > most * size) {
    throw tooLarge(
      engine.text,
      snapshot,
      `The session needs a token of ${token.length} bytes, which does not fit into ${most === 1 ? "a cookie" : `${most} cookies`} of ${cookieBytes} bytes. Keep less in it, or use a store on the server.`,
    );
  }
  const parts: string[] = [];
  for (let start = 0; start < token.length; start += size) parts.push(token.slice(start, start + size));
  return parts.map((part, index) => (index === 0 ? `${parts.length.toString(36)}.${part}` : part));
}

function contextOf({ cookie, engine }: SessionState): TokenContext {
  return engine.tokenContexts.get(cookie.name) as TokenContext;
}

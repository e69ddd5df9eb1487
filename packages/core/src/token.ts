import { type Awaitable, chain } from "./awaitable.ts";
import { cookieMaxAge } from "./cookie-end.ts";
import { cookieValues } from "./cookie-header.ts";
import type { Engine } from "./engine.ts";
import { received, SessError } from "./errors.ts";
import type { SessionState } from "./state.ts";
import type { OpenedToken, TokenContext } from "./store.ts";

/** Bytes of name and value that browsers keep of one cookie (RFC 6265bis section 5.6). */
const cookieBytes = 4096;

/** The first cookie begins with the number of cookies, in base 36, and a dot. */
const head = /^([1-9a-z])\.([\w.-]+)$/;

/** What no token may hold: a semicolon, for one, would end the value of the cookie. */
const foreign = /[^\w.-]|^$/;

/** Loads the session out of the token that the request's cookies carry. */
export function openToken(state: SessionState, values: readonly string[]): Awaitable<void> {
  const { calls, emit, format, settings, tokens } = state.engine;
  const now = settings.clock();
  const context = contextOf(state);
  const opened = values.reduce<Awaitable<readonly OpenedToken[]>>((before, value) => {
    const token = joinToken(state, value);
    const open = () =>
      token === undefined ? undefined : calls.run("open", undefined, () => tokens?.open(token, now, context));
    return chain(before, (found) =>
      chain(open(), (one) => {
        if (one === undefined) emit("tampered", () => ({ reason: "forged" }));
        return one === undefined ? found : [...found, one];
      }),
    );
  }, []);
  return chain(opened, (found) => {
    const ids = new Set(found.map(({ key }) => key));
    if (ids.size > 1) emit("tampered", () => ({ reason: "tossed" }));
    // Of several tokens of one session, none says that it is the newest.
    const [only] = ids.size === 1 ? found : [];
    if (only === undefined || only.record.expiresAt <= now) return;
    return chain(format.open(only.key, only.record), (snapshot) => {
      if (snapshot === undefined) return emit("unknown", () => ({ id: only.key, reason: "undecodable" }));
      state.base = snapshot;
      state.arrival = "current";
      emit("loaded", () => state.whose());
    });
  });
}

/** Seals what is owed to the browser, before the head goes out. */
export function sealToken(state: SessionState): Awaitable<void> {
  const { base, engine } = state;
  const { calls, tokens } = engine;
  if (tokens === undefined || base === undefined || state.owed !== "cookie" || state.headDecided) return;
  const token = calls.run("seal", base.id, () => tokens.seal(base.id, base.record, contextOf(state)));
  return chain(token, (text) => {
    state.token = splitToken(engine, state.cookie.name, text);
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

function splitToken({ tokens }: Engine, name: string, token: string): readonly string[] {
  const wrong = foreign.exec(token);
  if (wrong !== null) {
    throw new SessError(
      "ERR_SESS_STORE_FAILED",
      `The store's seal must return characters of base64url and dots. Received ${received(wrong[0])} at ${wrong.index}.`,
    );
  }
  // Room for the longest name, `name.z`, and for the count before the first part.
  const size = cookieBytes - name.length - 4;
  const parts: string[] = [];
  for (let start = 0; start < token.length; start += size) parts.push(token.slice(start, start + size));
  const most = Math.min(tokens?.maxCookies ?? 1, 35);
  if (parts.length > most) {
    throw new SessError(
      "ERR_SESS_DATA_TOO_LARGE",
      `The session needs a token of ${token.length} bytes, which does not fit into ${most} cookies of ${cookieBytes} bytes. Keep less in it, or use a store on the server.`,
    );
  }
  return parts.map((part, index) => (index === 0 ? `${parts.length.toString(36)}.${part}` : part));
}

function contextOf({ cookie, engine }: SessionState): TokenContext {
  return { name: cookie.name, keys: (purpose) => engine.settings.keyring.derive(`token ${purpose}`) };
}

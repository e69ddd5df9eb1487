import type { ResponseChanges, ResponseFacts } from "./adapter.ts";
import { type Awaitable, chain, isPromise } from "./awaitable.ts";
import { cookieMaxAge } from "./cookie-end.ts";
import { encodeCredential } from "./credential.ts";
import { SessError } from "./errors.ts";
import { type Persisted, persist, rotationAsked } from "./persist.ts";
import { isWaiting } from "./secret-standing.ts";
import type { Gone, SessionState } from "./state.ts";
import { tokenCookies } from "./token.ts";
import { touchIfDue, touchNow } from "./touch.ts";

/** Settles the session with the store and says what goes into the head of the response: the commit table. */
export function commit(state: SessionState, facts: ResponseFacts): Awaitable<ResponseChanges | undefined> {
  if (!state.accessed && !isDue(state)) return undefined;
  return state.serial(() => {
    const abandon = (error: unknown): undefined => {
      state.abandoned = true;
      // A page that left the session alone does not depend on the store; `on.error` has been told.
      if (state.accessed) throw error;
    };
    try {
      const settled = chain(settle(state, facts), () => respond(state, facts));
      return isPromise(settled) ? settled.then(undefined, abandon) : settled;
    } catch (error) {
      return abandon(error);
    }
  });
}

/** Something is to be written though the handler has not touched the session. */
function isDue({ arrival, base }: SessionState): boolean {
  return arrival === "current" && base !== undefined && isWaiting(base.header);
}

function settle(state: SessionState, facts: ResponseFacts): Awaitable<void> {
  const { settings } = state.engine;
  if (state.failure !== undefined || !state.loaded || state.abandoned) return;
  // The handler has been told by its own save, and has answered with that in mind.
  if (state.gone !== undefined && rotationAsked(state) !== "login") return;
  if (facts.status >= 500 && !settings.saveOnError) return;
  const headersSent = state.headDecided || facts.headersSent === true;
  return chain(persist(state, { headersSent, aborted: facts.aborted === true }), (persisted) => {
    if (persisted.gone !== undefined) return drop(state, persisted.gone);
    owe(state, persisted);
    // A browser that revalidates what it has (304) is no sign of a user.
    const active = state.accessed && (settings.rolling || state.modified) && facts.status !== 304;
    return persisted.wrote || !active ? undefined : touchIfDue(state);
  });
}

/** Saves now, whatever the status will be. What it owes the browser goes out with the head. */
export function saveNow(state: SessionState): Awaitable<void> {
  return chain(
    persist(state, { headersSent: state.headDecided || state.detached, aborted: false }),
    (persisted) => {
      if (persisted.gone === undefined) return owe(state, persisted);
      throw gone(state, persisted.gone);
    },
  );
}

/** Touches now. */
export function touchAtOnce(state: SessionState): Awaitable<void> {
  return chain(touchNow(state), (reason) => {
    if (reason !== undefined) throw gone(state, reason);
  });
}

function owe(state: SessionState, { cookie }: Persisted): void {
  if (cookie) state.owed = "cookie";
}

/** By default, a change whose session has ended is dropped, and the response goes out as it is. */
function drop(state: SessionState, reason: Gone): void {
  const error = gone(state, reason);
  if (state.engine.settings.onGone === "error") throw error;
}

const reasons: Readonly<Record<Gone, string>> = {
  vanished: "it has been flushed, revoked or has expired since it was read",
  rotated: "it was rotated or logged in by another request",
  retired: "this request came by a secret that was retired less than a minute ago",
  aborted: "the client went away before the response that would have carried the new secret",
};

/** Tells, once, that a session ended under a request. The error is for whoever waits for its save. */
export function gone(state: SessionState, reason: Gone): SessError {
  if (state.gone === undefined) state.engine.emit("gone", () => ({ ...state.whose(), reason }));
  state.gone = reason;
  // Whatever secret it came by: the record has been seen to have another one, or none.
  state.secret = undefined;
  const which = state.base === undefined ? "The session" : `Session ${state.base.id}`;
  return new SessError("ERR_SESS_GONE", `${which} cannot be saved: ${reasons[reason]}.`);
}

function respond(state: SessionState, facts: ResponseFacts): ResponseChanges | undefined {
  if (state.headDecided || facts.headersSent === true || facts.aborted === true) return undefined;
  state.headDecided = true;
  const setCookie = cookies(state, facts.status);
  if (!state.engine.settings.cacheHeaders) {
    return setCookie.length === 0 ? undefined : { setCookie, vary: false, cacheControl: undefined };
  }
  if (!state.accessed && setCookie.length === 0) return undefined;
  return { setCookie, vary: true, cacheControl: setCookie.length === 0 ? "private" : "no-store" };
}

const none: readonly string[] = [];

function cookies(state: SessionState, status: number): readonly string[] {
  const { base, cookie, secret } = state;
  if (state.engine.tokens !== undefined) return tokenCookies(state);
  if (state.owed === "deletion") return [cookie.remove()];
  const reissued = state.reissue && state.accessed && status < 500;
  if (base === undefined || secret === undefined || (state.owed !== "cookie" && !reissued)) return none;
  const value = encodeCredential(
    state.engine.settings.keyring,
    cookie.name,
    base.id,
    secret,
    base.header.epoch,
  );
  return [cookie.write(value, cookieMaxAge(state, base))];
}

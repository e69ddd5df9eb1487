import { type Awaitable, chain } from "./awaitable.ts";
import type { Rotation } from "./changes.ts";
import type { Intent } from "./conflict.ts";
import { cookieEnd } from "./cookie-end.ts";
import { SessError } from "./errors.ts";
import type { Snapshot } from "./record.ts";
import { save } from "./save.ts";
import { isWaiting } from "./secret-standing.ts";
import type { Gone, SessionState } from "./state.ts";
import { settleAttempts } from "./unsure.ts";

/** What the response can still carry. */
export interface Persisting {
  /** The head has been sent, or there is no response: no cookie can go out. */
  readonly headersSent: boolean;
  /** The client has gone: nothing is rotated or logged in. */
  readonly aborted: boolean;
}

/** The outcome of bringing the store up to date. */
export interface Persisted {
  /** Why the changes were dropped. */
  readonly gone?: Gone;
  /** The browser must be sent a cookie. */
  readonly cookie: boolean;
  /** The record was written. */
  readonly wrote: boolean;
}

/** What was written, and why nothing could be. */
type Outcome = Omit<Persisted, "cookie">;

const nothing: Outcome = { wrote: false };

/** Brings the store up to date with the session, and says what the browser must be told about it. */
export function persist(state: SessionState, response: Persisting): Awaitable<Persisted> {
  const { base, secret } = state;
  const end = cookieEnd(state, base);
  // Whether an earlier save was done decides about what is left to do.
  const settled = state.saving === undefined ? undefined : settleAttempts(state);
  const written = chain(settled, () => write(state, response));
  return chain(written, (outcome) => {
    // A login goes on in a session of its own: what this one writes from now on can be saved again.
    if (outcome.wrote) state.gone = undefined;
    const moved = state.secret !== secret || end !== cookieEnd(state, state.base);
    const byToken = state.engine.tokens !== undefined;
    const cookie = byToken ? outcome.wrote : state.secret !== undefined && moved;
    return { ...outcome, cookie: cookie && outcome.gone === undefined };
  });
}

/** The rows of the commit table that write, in their order. */
function write(state: SessionState, response: Persisting): Awaitable<Outcome> {
  const { base } = state;
  const byToken = state.engine.tokens !== undefined;
  const isLogin = rotationAsked(state) === "login";
  if (state.gone !== undefined && !isLogin) return { wrote: false, gone: state.gone };
  if (base === undefined) {
    if (state.isEmpty) return nothing;
    if (state.arrival === "retired" && !isLogin) return { wrote: false, gone: "retired" };
    if (response.aborted && (isLogin || byToken)) return { wrote: false, gone: "aborted" };
    if (response.headersSent) throw needsCookie(state, "A new session");
    return chain(save(state, { rotation: undefined, present: false }, state.textToSave()), outcomeOf);
  }
  const intent: Intent = {
    rotation: rotationFor(state, base, response),
    present: state.arrival === "current" && isWaiting(base.header),
  };
  const text = state.textToSave();
  const changed = text !== base.text || state.changes.beside;
  if (!changed && intent.rotation === undefined && !intent.present) return nothing;
  if (response.aborted && (byToken || intent.rotation === "rotation" || intent.rotation === "login")) {
    return { wrote: false, gone: "aborted" };
  }
  if (response.headersSent && byToken) throw needsCookie(state, "A change of a session kept in cookies");
  if (response.headersSent && movesCookie(state))
    throw needsCookie(state, "A rotation, a login or another lifetime");
  // A presentation, or a renewal that was merely due, is no change that could be dropped.
  const isChange = changed || rotationAsked(state) !== undefined;
  return chain(save(state, intent, text), (gone) =>
    gone === undefined || isChange ? outcomeOf(gone) : nothing,
  );
}

function outcomeOf(gone: Gone | undefined): Outcome {
  return gone === undefined ? { wrote: true } : { wrote: false, gone };
}

/** The new secret that the handler has asked for. */
export function rotationAsked(state: SessionState): Rotation | undefined {
  return state.changes.rotation ?? state.saving?.changes.rotation;
}

/** The new secret that is due: what the handler asked for, or a renewal by age or after a lost response. */
function rotationFor(state: SessionState, base: Snapshot, response: Persisting): Rotation | undefined {
  const asked = rotationAsked(state);
  if (asked === "rotation" || asked === "login") return asked;
  // A token that goes out anew with every change has nothing to renew.
  const late = response.aborted || response.headersSent;
  if (late || !state.accessed || state.engine.tokens !== undefined) return undefined;
  const { clock, rotateEvery, rotateGrace } = state.engine.settings;
  const age = clock() - base.header.issuedAt;
  // By a previous secret, a renewal is already satisfied, unless its response never arrived.
  if (state.arrival === "previous")
    return age > rotateGrace && isWaiting(base.header) ? "renewal" : undefined;
  return asked ?? (age >= rotateEvery ? "renewal" : undefined);
}

/** Whether the handler asked for something that the browser must be told. */
function movesCookie(state: SessionState): boolean {
  const { rotation, expiry, absolute } = state.changes;
  return rotation === "rotation" || rotation === "login" || expiry !== undefined || absolute !== undefined;
}

/** The error for what needs a cookie where none can go out any more. */
export function needsCookie(state: SessionState, what: string): SessError {
  return state.detached
    ? new SessError(
        "ERR_SESS_DETACHED",
        `${what} needs a response, and a session from \`fromHeaders\` has none.`,
      )
    : new SessError(
        "ERR_SESS_HEADERS_SENT",
        `${what} needs a cookie, but the head of the response has been sent. Do it before the first byte of the body.`,
      );
}

import { type Awaitable, chain } from "./awaitable.ts";
import type { Rotation } from "./changes.ts";
import { assertFits, type Drafted, draftNew } from "./draft.ts";
import { SessError } from "./errors.ts";
import type { Snapshot } from "./record.ts";
import type { Captured, SessionState } from "./state.ts";
import { sealToken } from "./token.ts";

/** The outcome of one write. */
export interface Written {
  readonly snapshot: Snapshot;
  /** Whether the store kept it. */
  readonly kept: boolean;
}

/** Writes a draft after `from`, or as a new record, and remembers it until its outcome is known. */
export function put(
  state: SessionState,
  { draft, secret }: Drafted,
  from: Snapshot | undefined,
  now: number,
  conflicts: readonly string[] = [],
): Awaitable<Written> {
  const { calls, format, store, tokens } = state.engine;
  return chain(format.compose(draft, from, now), (snapshot) => {
    assertFits(state.engine.text, snapshot, (store ?? tokens)?.abilities.maxBytes);
    if (store === undefined) return chain(sealToken(state, snapshot), () => ({ snapshot, kept: true }));
    const expected = from?.record.version;
    state.attempts.push({ snapshot, expected, secret, conflicts });
    const kept = calls.run("write", draft.id, () => store.write(draft.id, snapshot.record, expected, now));
    return chain(kept, (yes) => ({ snapshot, kept: yes }));
  });
}

/** How often an ID is drawn before giving up: with 128 random bits, once is enough. */
const mostDraws = 3;

/** Inserts the session under a new ID. A taken ID draws again. */
export function insert(state: SessionState, captured: Captured, draws = 1): Awaitable<undefined> {
  const now = state.engine.settings.clock();
  const drafted = draftNew(state, captured.changes, captured.text, now);
  return chain(put(state, drafted, undefined, now), ({ snapshot, kept }) =>
    chain(kept || wroteBefore(state, snapshot), (done) => {
      if (done) {
        adopt(state, snapshot, drafted.secret);
        state.moved = true;
        state.engine.emit("created", () => state.whose());
        return undefined;
      }
      if (draws < mostDraws) return insert(state, captured, draws + 1);
      throw new SessError(
        "ERR_SESS_ID_TAKEN",
        `${mostDraws} freshly drawn IDs were taken. Check \`random\`, and that the store's \`write\` keeps a record where there is none.`,
      );
    }),
  );
}

/** A refused insert may have been kept by a first try whose reply was lost below us. */
function wroteBefore(state: SessionState, { id, record }: Snapshot): Awaitable<boolean> {
  const { calls, settings, store } = state.engine;
  const found = calls.run("read", id, () => store?.read(id, settings.clock(), true));
  return chain(found, (there) => there?.version === record.version);
}

/** Takes over what was written in place of the record before, and tells about it. */
export function finish(
  state: SessionState,
  { changes }: Captured,
  snapshot: Snapshot,
  secret: string | undefined,
  rotation: Rotation | undefined,
): void {
  const { emit } = state.engine;
  const changed = state.base?.text !== snapshot.text || state.base.flash !== snapshot.flash;
  adopt(state, snapshot, secret);
  state.moved = true;
  if (changed || changes.beside) emit("saved", () => state.whose());
  if (secret !== undefined && rotation !== undefined)
    emit("rotated", () => ({ ...state.whose(), reason: rotation }));
}

/** Tells which values of other requests a save has replaced. */
export function tellConflict(state: SessionState, keys: readonly string[]): void {
  if (keys.length > 0) state.engine.emit("conflict", () => ({ ...state.whose(), keys }));
}

/** `snapshot` is what the record is now; `secret` the one issued with the record `issuedIn`, if one was. */
export function adopt(
  state: SessionState,
  snapshot: Snapshot,
  secret: string | undefined,
  issuedIn: Snapshot = snapshot,
): void {
  // The secret at hand is that of the record before, so that its hash is known.
  const { secretHash } = (secret === undefined ? state.base : issuedIn)?.header ?? {};
  state.base = snapshot;
  state.attempts.length = 0;
  if (secret !== undefined) {
    state.secret = secret;
    state.reissue = false;
    state.arrival = "issued";
  }
  if (
    state.engine.tokens === undefined &&
    state.secret !== undefined &&
    secretHash !== snapshot.header.secretHash
  ) {
    state.secret = undefined;
    state.arrival = "previous";
  }
}

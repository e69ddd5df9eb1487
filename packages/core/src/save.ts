import { type Awaitable, chain, isPromise } from "./awaitable.ts";
import { type Intent, saveAgain } from "./conflict.ts";
import { draftNext } from "./draft.ts";
import type { Snapshot } from "./record.ts";
import type { Captured, Gone, SessionState } from "./state.ts";
import { finish, insert, put } from "./write.ts";

/**
 * Saves what has changed, of which `text` is the data: inserts a new session, or replaces the record. Undefined: saved;
 * otherwise why it is gone.
 */
export function save(state: SessionState, intent: Intent, text: string): Awaitable<Gone | undefined> {
  const captured = state.capture(text);
  const done = (gone: Gone | undefined): Gone | undefined => {
    state.saving = undefined;
    return gone;
  };
  const failed = (error: unknown): never => {
    // With a write whose outcome is unknown, the next save finds out first.
    if (state.attempts.length === 0) state.restore();
    throw error;
  };
  try {
    const saved =
      state.base === undefined ? insert(state, captured) : replace(state, captured, intent, state.base);
    return isPromise(saved) ? saved.then(done, failed) : done(saved);
  } catch (error) {
    return failed(error);
  }
}

function replace(
  state: SessionState,
  captured: Captured,
  intent: Intent,
  base: Snapshot,
): Awaitable<Gone | undefined> {
  const { engine } = state;
  if (engine.queues.has(base.id)) return saveAgain(state, captured, intent, base);
  const now = engine.settings.clock();
  const byCurrent = state.arrival === "current";
  const drafted = draftNext(state, captured.changes, captured.text, base, { ...intent, byCurrent }, now);
  const written = put(state, drafted, base, now);
  // Tokens of one session do not meet anywhere.
  if (isPromise(written) && engine.store !== undefined) {
    engine.queues.begin(
      base.id,
      written.then(({ snapshot, kept }) => (kept ? snapshot : undefined)),
    );
  }
  return chain(written, ({ snapshot, kept }) => {
    if (!kept) return saveAgain(state, captured, intent, base);
    finish(state, captured, snapshot, drafted.secret, intent.rotation);
    return undefined;
  });
}

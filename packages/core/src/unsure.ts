import type { Attempt } from "./attempt.ts";
import { type Awaitable, chain } from "./awaitable.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { rebase } from "./rebase.ts";
import type { Snapshot } from "./record.ts";
import { namesVersion } from "./record-header.ts";
import type { Captured, SessionState } from "./state.ts";
import { adopt, tellConflict } from "./write.ts";

/** The attempt whose write the record shows to have been kept, if any was. */
export function keptAttempt(attempts: readonly Attempt[], fresh: Snapshot): Attempt | undefined {
  const names = (version: string) =>
    fresh.record.version === version || namesVersion(fresh.header.versions, version);
  return attempts.find(({ snapshot }) => snapshot.id === fresh.id && names(snapshot.record.version));
}

/**
 * A write was kept though its reply was lost. Takes over the newest record, unless it belongs to another epoch by now:
 * then this request keeps what it knew, and whatever it wants next is gone.
 */
export function settleOn(
  state: SessionState,
  captured: Captured,
  { snapshot, secret, conflicts }: Attempt,
  fresh: Snapshot,
): void {
  const { text } = state.engine;
  tellConflict(state, conflicts);
  if (fresh.header.epoch !== snapshot.header.epoch) {
    adopt(state, snapshot, undefined);
    state.secret = undefined;
    return;
  }
  adopt(state, fresh, secret, snapshot);
  rebase(state, text.decode(captured.text).data, text.decode(fresh.text).data);
}

/**
 * An earlier save failed without saying whether its write was kept. Finds out before the next one, so that nothing is
 * counted twice.
 */
export function settleAttempts(state: SessionState): Awaitable<void> {
  const { attempts, engine, saving: captured } = state;
  const id = attempts.at(-1)?.snapshot.id;
  if (id === undefined || captured === undefined) return state.restore();
  return chain(readSnapshot(engine, id, engine.settings.clock(), true), (fresh) => {
    const found = typeof fresh === "string" ? undefined : fresh;
    const kept = found && keptAttempt(attempts, found);
    if (found !== undefined && kept !== undefined) return settled(state, captured, kept, found);
    // An insert is found by its absence.
    const version = fresh === "undecodable" ? null : found?.record.version;
    const open = attempts.find(({ expected }) => expected === version);
    if (open === undefined) return giveUp(state);
    // It may still be on its way to the store. The same record again: the store keeps whichever comes first.
    const written = engine.calls.run("write", id, () =>
      engine.store?.write(id, open.snapshot.record, open.expected, engine.settings.clock()),
    );
    return chain(written, (yes) => {
      if (yes === true) return settled(state, captured, open, open.snapshot);
      return chain(readSnapshot(engine, id, engine.settings.clock(), true), (now) =>
        typeof now !== "string" && keptAttempt([open], now)
          ? settled(state, captured, open, now)
          : giveUp(state),
      );
    });
  });
}

function settled(state: SessionState, captured: Captured, kept: Attempt, fresh: Snapshot): void {
  state.saving = undefined;
  state.attempts.length = 0;
  // What is tried after a session was gone is a login, which goes on in a session of its own.
  state.gone = undefined;
  settleOn(state, captured, kept, fresh);
}

/** None of them was kept, or can be any more. */
function giveUp(state: SessionState): void {
  state.attempts.length = 0;
  state.restore();
}

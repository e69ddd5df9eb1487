import { type Awaitable, chain } from "./awaitable.ts";
import { deadline, touchDue } from "./expiry.ts";
import { needsCookie } from "./persist.ts";
import { readSnapshot } from "./read-snapshot.ts";
import type { Snapshot } from "./record.ts";
import type { Gone, SessionState } from "./state.ts";
import { sealToken } from "./token.ts";

/** Moves the deadline where that is due. A record that has changed meanwhile was active anyway. */
export function touchIfDue(state: SessionState): Awaitable<void> {
  const { base } = state;
  if (base === undefined || state.moved) return;
  const { clock, touchAfter } = state.engine.settings;
  const next = touchDue(base.header, base.record.expiresAt, touchAfter, clock());
  if (next === undefined) return;
  return chain(move(state, base, next), () => undefined);
}

/** Moves the deadline now. Says why where there is nothing to move any more. */
export function touchNow(state: SessionState): Awaitable<Gone | undefined> {
  const { base, engine } = state;
  if (base === undefined) return state.gone;
  if (engine.tokens !== undefined && (state.headDecided || state.detached))
    throw needsCookie(state, "Another deadline of a session kept in cookies");
  const now = engine.settings.clock();
  const next = Math.max(deadline(base.header, now), base.record.expiresAt);
  return chain(move(state, base, next), (moved) => {
    if (moved) return undefined;
    return chain(readSnapshot(engine, base.id, now, true), (fresh) => {
      if (typeof fresh === "string") return "vanished";
      if (fresh.header.epoch !== base.header.epoch) return "rotated";
      // Saved by another request since: its deadline counts from then.
      return undefined;
    });
  });
}

function move(state: SessionState, base: Snapshot, expiresAt: number): Awaitable<boolean> {
  const { calls, emit, settings, store, tokens } = state.engine;
  if (tokens !== undefined && (state.headDecided || state.detached)) return false;
  const record = { ...base.record, expiresAt };
  const moved =
    store === undefined
      ? chain(sealToken(state, { ...base, record }), () => {
          state.owed = "cookie";
          return true;
        })
      : calls.run(store.touch === undefined ? "write" : "touch", base.id, () =>
          store.touch === undefined
            ? // Under the same version: to everybody else nothing has changed.
              store.write(base.id, record, record.version, settings.clock())
            : store.touch(base.id, expiresAt, base.record.version, settings.clock()),
        );
  return chain(moved, (yes) => {
    if (yes !== true) return false;
    state.base = { ...base, record };
    state.moved = true;
    emit("touched", () => ({ ...state.whose(), expiresAt }));
    return true;
  });
}

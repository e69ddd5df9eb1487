import { type Awaitable, chain } from "./awaitable.ts";
import { plainData } from "./data.ts";
import type { SessionState } from "./state.ts";

/**
 * Removes the record at once, and what the session holds with it. What is written afterwards belongs to a new session.
 * The deletion of the cookie goes out with the head, at any status.
 */
export function flush(state: SessionState): Awaitable<void> {
  state.discard();
  state.data = plainData({});
  state.modified = true;
  return state.serial(() => {
    const { calls, emit, store } = state.engine;
    const whose = state.whose();
    // A save that failed without saying so may have inserted a record of its own.
    const ids = new Set(state.attempts.map(({ snapshot }) => snapshot.id));
    if (state.base !== undefined) ids.add(state.base.id);
    const removed = [...ids].reduce<Awaitable<void>>(
      (before, id) => chain(before, () => calls.run("remove", id, () => store?.remove(id))),
      undefined,
    );
    return chain(removed, () => {
      state.attempts.length = 0;
      state.saving = undefined;
      state.base = undefined;
      state.secret = undefined;
      state.gone = undefined;
      state.arrival = "nothing";
      state.owed = state.hadCookie && !state.headDecided ? "deletion" : undefined;
      if (ids.size > 0) emit("flushed", () => whose);
    });
  });
}

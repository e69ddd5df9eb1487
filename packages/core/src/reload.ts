import { type Awaitable, chain } from "./awaitable.ts";
import { gone } from "./commit.ts";
import { readSnapshot } from "./read-snapshot.ts";
import type { SessionState } from "./state.ts";
import { adopt } from "./write.ts";

/** Reads the record anew and drops unsaved changes. */
export function reload(state: SessionState): Awaitable<void> {
  const { base, engine } = state;
  // A token holds all there is: what was last sealed, or what came with the request.
  if (base === undefined || engine.tokens !== undefined) return state.discard();
  return chain(readSnapshot(engine, base.id, engine.settings.clock(), true), (fresh) => {
    if (typeof fresh === "string") throw gone(state, "vanished");
    if (fresh.header.epoch !== base.header.epoch) throw gone(state, "rotated");
    state.discard();
    adopt(state, fresh, undefined);
  });
}

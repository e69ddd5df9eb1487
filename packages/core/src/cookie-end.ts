import { endsAt, isPersistent } from "./expiry.ts";
import type { Snapshot } from "./record.ts";
import type { SessionState } from "./state.ts";

/** Until when the browser keeps the cookie: epoch milliseconds, or `closing`. */
export function cookieEnd(
  state: SessionState,
  snapshot: Snapshot | undefined,
): number | "closing" | undefined {
  if (snapshot === undefined) return undefined;
  const { header } = snapshot;
  return isPersistent(header.expiry, state.engine.settings.persistent) ? endsAt(header) : "closing";
}

/** `Max-Age` in seconds for the cookie of a record; undefined where it ends with the browser. */
export function cookieMaxAge(state: SessionState, snapshot: Snapshot): number | undefined {
  const end = cookieEnd(state, snapshot);
  return typeof end === "number"
    ? Math.max(0, Math.floor((end - state.engine.settings.clock()) / 1000))
    : undefined;
}

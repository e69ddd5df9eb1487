import type { PlainData } from "./data.ts";
import { runUpdate, textOf } from "./merge.ts";
import type { SessionState } from "./state.ts";

/**
 * Makes the data in the handler's hands what was saved after a merge: others' changes appear, and what the handler has
 * done since the save began stays. Objects that did not change keep their identity.
 */
export function rebase(state: SessionState, saved: PlainData, merged: PlainData): void {
  const { codec } = state.engine.text;
  const { data } = state;
  const later = state.changes;
  if (later.cleared) return;
  // Updates run again below, and what they make of newer values has not been looked at.
  state.unchecked = true;
  for (const key of new Set([...Object.keys(data), ...Object.keys(merged)])) {
    if (later.plain.has(key)) continue;
    const updates = later.updates.filter((update) => update.key === key);
    const mine = textOf(codec, data, key);
    // Changed inside since the save began: the next save finds it by comparing.
    if (updates.length === 0 && mine !== textOf(codec, saved, key)) continue;
    if (updates.length === 0 && mine === textOf(codec, merged, key)) continue;
    if (key in merged) data[key] = merged[key];
    else delete data[key];
    for (const update of updates) runUpdate(data, update);
  }
}

import type { Snapshot } from "./record.ts";

/** A write whose outcome is not known yet. */
export interface Attempt {
  readonly snapshot: Snapshot;
  /** The version that it was to replace; undefined for an insert. */
  readonly expected: string | undefined;
  /** The secret that was issued in it, if one was. */
  readonly secret: string | undefined;
  /** Keys whose values it took from another request. */
  readonly conflicts: readonly string[];
}

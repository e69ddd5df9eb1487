import { apply, type Change, type Contents, textOf } from "./change.ts";

/** Changes that a request has saved together. */
export interface Effect {
  readonly request: string;
  /** The session they went to; undefined where the request was not told. */
  readonly id: string | undefined;
  readonly changes: readonly Change[];
  /** `maybe`: the request was told that the store had failed. */
  readonly outcome: "kept" | "maybe";
  /** The effects that were acknowledged before this request read the session: they come first. */
  readonly after: ReadonlySet<Effect>;
}

/**
 * Whether `effects`, done one after the other in some order, make `end` out of `start`: each that was kept once, and each
 * other at most once. The order respects what was acknowledged before a request began, and the order in each request.
 */
export function explains(start: Contents, end: Contents, effects: readonly Effect[]): boolean {
  const wanted = textOf(end);
  const search = (contents: Contents, left: readonly Effect[]): boolean => {
    if (left.every(({ outcome }) => outcome === "maybe") && textOf(contents) === wanted) return true;
    return left.some((next, index) => {
      const others = left.filter((_, other) => other !== index);
      const later = left.slice(0, index).some((before) => before.request === next.request);
      if (later || others.some((before) => before.outcome === "kept" && next.after.has(before))) return false;
      return (
        search(next.changes.reduce(apply, contents), others) ||
        (next.outcome === "maybe" && search(contents, others))
      );
    });
  };
  return search(start, effects);
}

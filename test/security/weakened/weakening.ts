/** One place of the source, and what stands there in a weakened build. */
export interface Place {
  /** From the root of the repository. */
  readonly file: string;
  /** What stands there, exactly once. */
  readonly from: string;
  readonly to: string;
}

/** A build that lacks one defence. */
export interface Weakening {
  /** The row of the threat model whose test must fail. */
  readonly row: number;
  /** What the build no longer does. */
  readonly lacks: string;
  readonly places: readonly Place[];
  /** A part of the title of an attack that then succeeds. */
  readonly foundBy: string;
}

/** A build of which one file of core is weakened. */
export function weakCore(
  row: number,
  lacks: string,
  foundBy: string,
  file: string,
  from: string,
  to: string,
): Weakening {
  return { row, lacks, foundBy, places: [{ file: `packages/core/src/${file}`, from, to }] };
}

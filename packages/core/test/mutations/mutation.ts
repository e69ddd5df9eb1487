/** One rule of the engine, broken on purpose. */
export interface Mutation {
  /** What no longer holds. */
  readonly breaks: string;
  /** The file of the engine, below `src`. */
  readonly file: string;
  /** What stands there, exactly once. */
  readonly from: string;
  readonly to: string;
  /** The test file that finds it, and the title of one of its tests that fails. */
  readonly test: string;
  readonly foundBy: string;
}

/** The mutations that one test file must find. */
export function foundIn(
  test: string,
  rows: readonly (readonly [breaks: string, file: string, from: string, to: string, foundBy: string])[],
): readonly Mutation[] {
  return rows.map(([breaks, file, from, to, foundBy]) => ({ breaks, file, from, to, test, foundBy }));
}

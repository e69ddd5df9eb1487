/**
 * Of all ways to set a client up, those to try in this run: every one under CI, and otherwise `libraries`, which has each
 * library once, so that `npm test` does not take long.
 */
export function setUps<Name extends string>(
  all: readonly Name[],
  libraries: readonly Name[],
): readonly Name[] {
  return process.env.CI ? all : libraries;
}

/** The behaviours of Django's own tests, by their number in our list of them, under the file that proves each. */
export const proved: Readonly<Record<string, readonly number[]>> = {
  "test/django/dictionary.test.ts": [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14],
  "test/django/persistence.test.ts": [15, 16, 17, 18, 19, 20, 36, 37, 40, 52],
  "test/django/keys.test.ts": [21, 22, 23, 24, 25, 46, 49, 54, 55],
  "test/django/expiry.test.ts": [26, 27, 28, 29, 30, 31, 32, 44],
  "test/django/encoding.test.ts": [33, 34, 35, 39],
  "test/django/records.test.ts": [38, 41, 43, 56],
  "test/django/configuration.test.ts": [47, 50, 51, 71, 75],
  "test/django/whole-session.test.ts": [72, 73, 74],
  "packages/core/test/token.test.ts": [58],
  "packages/core/test/token-limits.test.ts": [57],
  "packages/test-kit/src/adapter/django.ts": [59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70],
};

/** Those that have no meaning here, or none yet, and why. */
export const unproved: Readonly<Record<number, string>> = {
  6: "JavaScript has no named arguments; with one by position it is 5",
  42: "the purge has no synchronous twin: 41 is asynchronous",
  45: "a cache in front of a database answers `exists`: there is no `exists`",
  48: "a cache that cannot be written does not fail a save: tried for the cached store itself, in packages/store-cached",
  53: "a directory that is missing is an error: ours is made at the start, in packages/store-file",
};

/** Whether `error` is PostgreSQL's, with one of these codes. All clients give its SQLSTATE as `code`. */
export function hasCode(error: unknown, ...codes: readonly string[]): error is Error {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

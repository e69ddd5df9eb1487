/** The promises that the walk holds core to: sections 1, 3 and 6 of the design. */
export type PromiseName =
  | "no lost update"
  | "no zombie"
  | "nobody gets another's session"
  | "a rotation retires"
  | "an older epoch has no effect"
  | "a cookie is current"
  | "the browser ends up as it should"
  | "every request ends";

/** Thrown where one is broken. */
export class Breach extends Error {
  readonly promise: PromiseName;

  constructor(promise: PromiseName, what: string) {
    super(`${promise}: ${what}`);
    this.promise = promise;
  }
}

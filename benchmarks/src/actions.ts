import type { Actions } from "./contestant.ts";

/** For libraries whose session is a plain object. */
export function objectActions<A, B>(sessionOf: (a: A, b: B) => Record<string, unknown>): Actions<A, B> {
  return {
    read: (a, b) => sessionOf(a, b).n,
    write(a, b) {
      const session = sessionOf(a, b);
      session.n = (session.n as number) + 1;
      return session.n;
    },
    create(a, b) {
      sessionOf(a, b).n = 1;
      return 1;
    },
    fill: (a, b, data) => Object.assign(sessionOf(a, b), data),
  };
}

interface GetSet {
  get(key: string): unknown;
  set(key: string, value: unknown): unknown;
}

/** For libraries whose session has `get` and `set`. */
export function getSetActions<A, B>(sessionOf: (a: A, b: B) => GetSet): Actions<A, B> {
  return {
    read: (a, b) => sessionOf(a, b).get("n") ?? undefined,
    write(a, b) {
      const session = sessionOf(a, b);
      const next = (session.get("n") as number) + 1;
      session.set("n", next);
      return next;
    },
    create(a, b) {
      sessionOf(a, b).set("n", 1);
      return 1;
    },
    fill(a, b, data) {
      const session = sessionOf(a, b);
      for (const [key, value] of Object.entries(data)) session.set(key, value);
    },
  };
}

import type { Changes } from "./changes.ts";
import type { PlainData } from "./data.ts";
import type { SessionState } from "./state.ts";

/**
 * A prototype under which assigning an unknown property throws: `session.userId = 1` must not look as if it were saved.
 * It stands behind the classes, so that their members are ordinary properties at ordinary speed.
 */
const guard: object = new Proxy(Object.create(null), {
  set(_target, property) {
    const name = String(property);
    throw new TypeError(
      `[sess] The session has no property "${name}", and what is put on it would not be saved. Use session.set(${JSON.stringify(name)}, value) or session.data[${JSON.stringify(name)}] = value.`,
    );
  },
});

let read: (session: SessionBase) => SessionState;

/** What every part of the session object works on. */
export class SessionBase {
  readonly #state: SessionState;

  static {
    read = (session) => session.#state;
  }

  /** @internal Sessions are opened by a manager. */
  constructor(state: SessionState) {
    this.#state = state;
  }
}

Object.setPrototypeOf(
  SessionBase.prototype,
  Object.create(guard, {
    // Tools that print and compare expect these.
    hasOwnProperty: { value: Object.prototype.hasOwnProperty },
    toString: { value: Object.prototype.toString },
    valueOf: { value: Object.prototype.valueOf },
    // biome-ignore lint/suspicious/noThenProperty: every `await` asks for it; found here, the slow proxy is not asked
    then: { value: undefined },
  }),
);

/** The state behind a session object. */
export function stateOf(session: SessionBase): SessionState {
  return read(session);
}

/** The data, for a member that depends on it. */
export function dataOf(session: SessionBase): PlainData {
  const state = read(session);
  state.use();
  return state.data;
}

/** The data, for a member that hands out objects of it: they may be changed inside from then on. */
export function handOut(session: SessionBase): PlainData {
  const data = dataOf(session);
  const state = read(session);
  state.handedOut = true;
  state.unchecked = true;
  return data;
}

/** The changes, for a member that adds to them. */
export function changesOf(session: SessionBase): Changes {
  const state = read(session);
  state.use();
  state.modified = true;
  return state.change();
}

/** Refuses a key that is no text. */
export function assertKey(member: string, key: unknown): void {
  if (typeof key !== "string")
    throw new TypeError(`[sess] ${member}: a key must be text. Received ${typeof key}.`);
}

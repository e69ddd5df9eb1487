import { assertKeepable } from "./codec.ts";
import { saveNow, touchAtOnce } from "./commit.ts";
import type { DefaultData, KeyOf } from "./data.ts";
import { SessError } from "./errors.ts";
import { flush } from "./flush.ts";
import { load } from "./open.ts";
import { rotationAsked } from "./persist.ts";
import type { Snapshot } from "./record.ts";
import { reload } from "./reload.ts";
import { assertKey, changesOf, type SessionBase, stateOf } from "./session-base.ts";
import { SessionLifetime } from "./session-lifetime.ts";

const testCookie = "testcookie";
const flashNameBytes = 6;
const longestOwner = 200;
/** Half a character cannot be written as UTF-8, and databases refuse NUL. */
const unstorable = /\0|\p{Surrogate}/u;

/** The options of `rotate`. */
export interface RotateOptions {
  /**
   * A renewal: the old secret goes on working for `rotateGrace` after the new one was first presented. Without it, the
   * rotation is a security boundary, and the old secret ends with the response.
   * @default false
   */
  readonly grace?: boolean;
  /**
   * A login: both lifetimes start anew. Setting another `owner` does this by itself.
   * @default false
   */
  readonly login?: boolean;
}

/**
 * The session of one request. With `load: "eager"` it is there before the handler; what it holds is saved when the head
 * of the response goes out, and only if something has changed.
 *
 * @example
 * session.set("theme", "dark");
 * session.update("visits", (visits) => (Number(visits) || 0) + 1);
 * session.get("theme"); // "dark"
 */
export class Session<Data extends object = DefaultData> extends SessionLifetime<Data> {
  /**
   * Ends the session: the record is removed before this resolves, and the cookie is deleted with the response whatever
   * its status. What is written afterwards belongs to a new session. (Django: `flush`.)
   */
  async flush(...args: never[]): Promise<void> {
    if (args.length > 0)
      throw new TypeError(
        "[sess] flush takes nothing: it ends the session. For a one-time value, use flash(key, value).",
      );
    stateOf(this).use();
    await flush(stateOf(this));
  }

  /**
   * Gives the session a new secret with the next save or the response; its ID and data stay. If the response fails, the
   * old secret goes on working. (Django: `cycle_key`.)
   */
  rotate(options: RotateOptions = {}): void {
    assertResponse(this, "rotated");
    changesOf(this).rotate(options.login ? "login" : options.grace ? "renewal" : "rotation");
  }

  /** Whether the request has used the session. */
  get accessed(): boolean {
    return stateOf(this).accessed;
  }

  /**
   * Whether something was changed through a method. Changes inside values are found without it; assigning true saves in
   * any case, assigning false forgets that anything was changed so far.
   */
  get modified(): boolean {
    return stateOf(this).modified;
  }

  set modified(modified: boolean) {
    const state = stateOf(this);
    state.use();
    if (modified) changesOf(this).forced = true;
    else state.overlook();
  }

  /** No key, no flash value, no owner. */
  get isEmpty(): boolean {
    stateOf(this).assertLoaded();
    return stateOf(this).isEmpty;
  }

  /** Whether there is no record of it yet. */
  get isNew(): boolean {
    return recordOf(this) === undefined;
  }

  /** The public ID: the key in the store and the name in lists and logs, no credential. Undefined until there is one. */
  get id(): string | undefined {
    return recordOf(this)?.id;
  }

  /**
   * How many logins and rotations proper there have been, with one that is asked for. With `id`, it is what something
   * that must end at a login can be bound to: a renewal leaves both.
   */
  get epoch(): number {
    const state = stateOf(this);
    state.use();
    if (state.base === undefined) return 0;
    const asked = rotationAsked(state);
    return state.base.header.epoch + (asked === "rotation" || asked === "login" ? 1 : 0);
  }

  /**
   * Whose session it is: the ID of a user. Setting another one is a login: new secret, new epoch, both lifetimes anew.
   * Setting undefined takes the owner away and rotates.
   */
  get owner(): string | undefined {
    stateOf(this).use();
    return stateOf(this).owner;
  }

  set owner(owner: string | undefined) {
    if (
      owner !== undefined &&
      (typeof owner !== "string" || owner === "" || owner.length > longestOwner || unstorable.test(owner))
    ) {
      throw new TypeError(
        `[sess] session.owner takes a user's ID as well-formed text of 1 to ${longestOwner} characters, or undefined. Received ${typeof owner === "string" ? `text of ${owner.length}` : typeof owner}.`,
      );
    }
    assertResponse(this, "logged in");
    if (owner === this.owner) return;
    const changes = changesOf(this);
    changes.owner = { value: owner };
    changes.rotate(owner === undefined ? "rotation" : "login");
  }

  /**
   * Saves now, for streams, websockets and long jobs; the handler goes on with the same session. Throws `ERR_SESS_GONE`
   * where the record has vanished or belongs to another epoch, and nothing was saved.
   */
  async save(): Promise<void> {
    const state = stateOf(this);
    state.use();
    await state.serial(() => saveNow(state));
  }

  /** Reads the record anew and drops unsaved changes. Throws `ERR_SESS_GONE` where it has vanished or belongs to another epoch. */
  async reload(): Promise<void> {
    const state = stateOf(this);
    state.use();
    await state.serial(() => reload(state));
  }

  /** Moves the deadline now, due or not. Throws `ERR_SESS_GONE` where there is nothing to move any more. */
  async touch(): Promise<void> {
    const state = stateOf(this);
    state.use();
    await state.serial(() => touchAtOnce(state));
  }

  /** Reads the session with `load: "lazy"`; otherwise it is there already. */
  async load(): Promise<this> {
    const state = stateOf(this);
    if (!state.loaded) await state.serial(() => (state.loaded ? undefined : load(state)));
    state.assertLoaded();
    return this;
  }

  /** Keeps a value for the next request to find out whether the browser takes cookies. */
  setTestCookie(): void {
    this.set(testCookie as KeyOf<Data>, "worked" as never);
  }

  /** Whether the value of `setTestCookie` came back. */
  testCookieWorked(): boolean {
    return (this.get(testCookie as KeyOf<Data>) as unknown) === "worked";
  }

  /** Drops the value of `setTestCookie`. Says whether it was there. */
  deleteTestCookie(): boolean {
    return this.delete(testCookie as KeyOf<Data>);
  }

  /** Keeps a one-time value beside the data until it is taken. Several under one key are kept in order. */
  flash(key: string, value: unknown): void {
    assertKey("flash", key);
    const { random, codec } = stateOf(this).engine.settings;
    assertKeepable(codec, key, value);
    stateOf(this).use();
    // The letter keeps an engine from sorting names that look like numbers.
    changesOf(this).flashAdded.push({ name: `f${random(flashNameBytes)}`, key, value });
  }

  /** The one-time values under `key`, oldest first. Exactly these are removed, not what a parallel request adds. */
  takeFlash<Value = unknown>(key: string): Value[] {
    const state = stateOf(this);
    state.use();
    const taken = state.flash.filter((entry) => entry.key === key);
    if (taken.length > 0) {
      const changes = changesOf(this);
      for (const { name } of taken) changes.flashTaken.add(name);
    }
    return taken.map((entry) => entry.value as Value);
  }
}

/** The record behind the session, once its data has turned out to be readable. */
function recordOf(session: SessionBase): Snapshot | undefined {
  const state = stateOf(session);
  state.assertLoaded();
  return state.data && state.base;
}

function assertResponse(session: SessionBase, what: string): void {
  if (!stateOf(session).detached) return;
  throw new SessError(
    "ERR_SESS_DETACHED",
    `A session from \`fromHeaders\` cannot be ${what}: there is no response to carry the cookie.`,
  );
}

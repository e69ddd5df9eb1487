import type { RequestFacts } from "./adapter.ts";
import type { Attempt } from "./attempt.ts";
import { type Awaitable, isPromise } from "./awaitable.ts";
import { Changes } from "./changes.ts";
import { type PlainData, plainData } from "./data.ts";
import type { Engine } from "./engine.ts";
import { SessError } from "./errors.ts";
import type { SessionEvents } from "./events.ts";
import { decodeFlash, type FlashEntry, mergeFlash } from "./flash.ts";
import type { Snapshot } from "./record.ts";
import type { CookieWriter } from "./set-cookie.ts";

/**
 * How the request came: without a credential of ours, with one that leads nowhere, by a secret retired lately, or by one
 * that the record accepts; `issued` once it has been given a new secret itself, which nobody has presented yet.
 */
export type Arrival = "nothing" | "unknown" | "retired" | "previous" | "current" | "issued";

/** Why a change could not be saved. */
export type Gone = SessionEvents["gone"]["reason"];

/** What is set aside for a save while it is under way. */
export interface Captured {
  readonly changes: Changes;
  /** The data as text, as it is to be saved. */
  readonly text: string;
}

const untouched: Changes = new Changes();

/** Everything about one session in one request. The session object is its face, the lifecycle decides over it. */
export class SessionState {
  readonly engine: Engine;
  readonly facts: RequestFacts;
  /** The cookie that is read and written. */
  readonly cookie: CookieWriter;
  arrival: Arrival = "nothing";
  /** Whether the store has been asked (or need not be). */
  loaded = false;
  /** Why it could not be read: thrown at the first touch. */
  failure: unknown = undefined;
  /** The record as last seen by this request. */
  base: Snapshot | undefined = undefined;
  /** The secret a cookie may carry: the one it came by as current, or one issued since. */
  secret: string | undefined = undefined;
  /** The sealed token in its parts, where records travel in cookies. */
  token: readonly string[] | undefined = undefined;
  /** The secret it came by was vouched for by an older signing secret. */
  reissue = false;
  /** A cookie of our name came with the request. */
  hadCookie = false;
  accessed = false;
  modified = false;
  /** This request has moved the deadline, by a write or a touch: however often it commits, once is enough. */
  moved = false;
  /** An object of the data was handed out: it may have changed inside. */
  handedOut = false;
  /** A value may have become one that cannot be kept since it was checked: all are looked at again before a save. */
  unchecked = false;
  /** What a finished save or flush owes the browser. */
  owed: "cookie" | "deletion" | undefined = undefined;
  /** The head has been decided upon: no cookie can be sent any more. */
  headDecided = false;
  /** A commit failed: the framework's error response must not try again. */
  abandoned = false;
  /** Why changes cannot be saved any more. */
  gone: Gone | undefined = undefined;
  /** Set aside for a save that is under way, or that failed without saying whether its write was kept. */
  saving: Captured | undefined = undefined;
  /** Writes whose outcome is not known. */
  readonly attempts: Attempt[] = [];
  /** Opened without a response to write into. */
  readonly detached: boolean;
  #hooked = false;
  #data: PlainData | undefined = undefined;
  /** The text that was read, and the text of what validation left of it. */
  #cleaned: { readonly read: string; readonly left: string } | undefined = undefined;
  #changes: Changes | undefined = undefined;
  #busy: Promise<unknown> | undefined = undefined;

  constructor(engine: Engine, facts: RequestFacts, cookie: CookieWriter, detached: boolean) {
    this.engine = engine;
    this.facts = facts;
    this.cookie = cookie;
    this.detached = detached;
  }

  /** The response depends on this session from here on. Throws what kept it from being loaded. */
  use(): void {
    this.accessed = true;
    this.hook();
    this.assertLoaded();
    // A record whose data cannot be decoded must be found out before its owner or its dates are believed.
    if (this.#data === undefined) this.#data = this.#decode();
  }

  /** Has the adapter hook the response, once. */
  hook(): void {
    if (this.#hooked) return;
    this.#hooked = true;
    if (this.facts.headersSent?.() === true) this.headDecided = true;
    this.facts.onUse?.();
  }

  /** Throws what kept the session from being loaded, or that nobody has loaded it yet. */
  assertLoaded(): void {
    if (this.failure !== undefined) throw this.failure;
    if (this.loaded) return;
    throw new SessError(
      "ERR_SESS_NOT_LOADED",
      'The session was used before it was loaded. With `load: "lazy"`, call `await session.load()` first.',
    );
  }

  /** The data, decoded at its first use. */
  get data(): PlainData {
    if (this.#data !== undefined) return this.#data;
    this.#data = this.#decode();
    return this.#data;
  }

  set data(data: PlainData | undefined) {
    this.#data = data;
  }

  get changes(): Changes {
    return this.#changes ?? untouched;
  }

  /** The changes, to be added to. */
  change(): Changes {
    this.#changes ??= new Changes();
    return this.#changes;
  }

  /** The changes, oldest first, that the record does not show yet. */
  get pending(): readonly Changes[] {
    return this.saving === undefined ? [this.changes] : [this.saving.changes, this.changes];
  }

  get owner(): string | undefined {
    const owner = this.changes.owner ?? this.saving?.changes.owner;
    return owner === undefined ? this.base?.record.owner : owner.value;
  }

  /** The flash values as they would be saved. */
  get flash(): readonly FlashEntry[] {
    const kept = decodeFlash(this.engine.text.codec, this.base?.flash ?? "");
    return this.pending.reduce((all, later) => mergeFlash(all, later.flashAdded, later.flashTaken), kept);
  }

  /** No key, no flash, no owner. */
  get isEmpty(): boolean {
    for (const _ in this.data) return false;
    return this.owner === undefined && this.flash.length === 0;
  }

  /** The data as it would be saved, or the very text that was read where nothing can have changed. */
  textToSave(): string {
    const { base } = this;
    if (base !== undefined && !this.handedOut && !this.changes.dataChanged) return base.text;
    const { codec, encode } = this.engine.text;
    // What validation dropped is no change: reading a session writes nothing.
    const cleaned = this.#cleaned?.read === base?.text ? this.#cleaned : undefined;
    if (cleaned !== undefined && codec.encode(this.data) === cleaned.left) return cleaned.read;
    return encode(this.data, !this.unchecked);
  }

  /** Sets the changes aside for a save; what is asked meanwhile is counted apart. */
  capture(text: string): Captured {
    const captured = { changes: this.change(), text };
    this.#changes = undefined;
    this.saving = captured;
    return captured;
  }

  /** Takes what was set aside back after a save that failed. */
  restore(): void {
    const changes = this.saving?.changes;
    this.saving = undefined;
    if (changes === undefined) return;
    if (this.#changes !== undefined) changes.absorb(this.#changes);
    this.#changes = changes;
  }

  /** Forgets every change: data is read anew from `base` at its next use. */
  discard(): void {
    this.#changes = undefined;
    this.saving = undefined;
    this.#data = undefined;
    this.handedOut = false;
    this.unchecked = false;
    this.modified = false;
  }

  /** Forgets that anything was changed so far: it is not saved unless something changes later. */
  overlook(): void {
    this.#changes = undefined;
    this.handedOut = false;
    this.modified = false;
  }

  /**
   * Runs the store calls of this session one after the other, so that an unawaited save and the commit count nothing
   * twice. At once where nothing is under way.
   */
  serial<T>(work: () => Awaitable<T>): Awaitable<T> {
    const result = this.#busy === undefined ? work() : this.#busy.then(work);
    if (!isPromise(result)) return result;
    const release = () => {
      if (this.#busy === settled) this.#busy = undefined;
    };
    const settled: Promise<unknown> = Promise.resolve(result).then(release, release);
    this.#busy = settled;
    return result;
  }

  #decode(): PlainData {
    const { base, engine } = this;
    if (base === undefined) return plainData({});
    try {
      const { data, dropped } = engine.text.decode(base.text);
      decodeFlash(engine.text.codec, base.flash);
      if (dropped !== undefined) {
        this.#cleaned = { read: base.text, left: engine.text.codec.encode(data) };
        engine.emit("invalid", () => ({ ...this.whose(), ...dropped }));
      }
      return data;
    } catch {
      // Unknown from here on: it gets neither the data nor the owner of a record that cannot be read.
      engine.emit("unknown", () => ({ ...this.whose(), reason: "undecodable" }));
      this.base = undefined;
      this.secret = undefined;
      this.arrival = "unknown";
      return plainData({});
    }
  }

  /** ID and owner, for events. */
  whose(): { readonly id?: string; readonly owner?: string } {
    const { base } = this;
    if (base === undefined) return {};
    return base.record.owner === undefined ? { id: base.id } : { id: base.id, owner: base.record.owner };
  }
}

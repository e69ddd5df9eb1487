import type { SessionRecord, SessionStore } from "../../src/index.ts";
import type { Run } from "./run.ts";

export type CallName = "read" | "write" | "touch" | "remove" | "removeOwner";

/** A call that core has made and that has not been answered. */
export interface Call {
  readonly run: Run;
  readonly name: CallName;
  /** Does it, now, and says what the store answers. */
  readonly apply: () => unknown;
  /** Gives the answer to the request. */
  readonly answer: (reply: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** Told of what happens to records, as it happens. */
export interface Watch {
  /** The request knows from here on what the record is. */
  shown(run: Run, key: string, record: SessionRecord): void;
  written(run: Run, key: string, before: SessionRecord | undefined, after: SessionRecord): void;
  touched(run: Run, key: string, before: SessionRecord | undefined, after: SessionRecord): void;
  removed(run: Run, keys: readonly string[]): void;
}

/** A store that hands control back at every call. */
export interface GatedStore {
  readonly store: SessionStore;
  /** Calls that wait, in the order in which they were made. */
  readonly waiting: Call[];
  /** Fails what waits and what comes: the walk is over. */
  shut(): void;
}

/** `base` answers at once; `whose` says for which request core is working right now. */
export function createGatedStore(base: SessionStore, whose: () => Run, watch: Watch): GatedStore {
  const waiting: Call[] = [];
  let open = true;
  const over = () => new Error("The walk is over");
  const peek = (key: string) => base.read(key, 0) as SessionRecord | undefined;

  const wait = (
    name: CallName,
    apply: (run: Run) => unknown,
    learn: (run: Run, reply: unknown) => void = () => {},
  ): Promise<never> =>
    new Promise((resolve, fail) => {
      if (!open) return fail(over());
      const run = whose();
      const answer = (reply: unknown) => {
        learn(run, reply);
        resolve(reply as never);
      };
      waiting.push({ run, name, apply: () => apply(run), answer, fail });
    });
  const { touch, removeOwner } = base;
  const store: SessionStore = {
    abilities: base.abilities,
    read: (key, now, fresh) =>
      wait(
        "read",
        () => base.read(key, now, fresh),
        (run, record) => record !== undefined && watch.shown(run, key, record as SessionRecord),
      ),
    write: (key, record, expected, now) =>
      wait(
        "write",
        (run) => {
          const before = peek(key);
          const kept = base.write(key, record, expected, now) === true;
          if (kept && before?.version === record.version) watch.touched(run, key, before, record);
          else if (kept) watch.written(run, key, before, record);
          return kept;
        },
        (run, kept) => kept === true && watch.shown(run, key, record),
      ),
    remove: (key) =>
      wait("remove", (run) => {
        void base.remove(key);
        watch.removed(run, [key]);
      }),
    ...(touch && {
      touch: (key, expiresAt, expected, now) =>
        wait("touch", (run) => {
          const before = peek(key);
          const moved = touch.call(base, key, expiresAt, expected, now);
          if (moved) watch.touched(run, key, before, peek(key) as SessionRecord);
          return moved;
        }),
    }),
    ...(base.listOwner && { listOwner: base.listOwner.bind(base) }),
    ...(removeOwner && {
      removeOwner: (owner, except) =>
        wait("removeOwner", (run) => {
          const keys = removeOwner.call(base, owner, except) as readonly string[];
          watch.removed(run, keys);
          return keys;
        }),
    }),
  };
  return {
    store,
    waiting,
    shut() {
      open = false;
      for (const call of waiting.splice(0)) call.fail(over());
    },
  };
}

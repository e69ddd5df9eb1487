import { isSessError, type RotateOptions, type Session } from "../../src/index.ts";
import type { Change } from "./change.ts";
import type { Effect } from "./explanation.ts";
import type { Data, Run } from "./run.ts";

/** Where effects are kept as the requests are told of them. */
export interface Ledger {
  add(effect: Effect): void;
}

/** A session in the hands of a handler, which notes what it asks and what it is told. */
export interface Pen {
  /** Uses the session, and notes what it holds. */
  look(): void;
  set(key: string, value?: string): void;
  /** Adds one by `update`. */
  add(key: string): void;
  clear(): void;
  own(owner: string | undefined): void;
  rotate(options?: RotateOptions): void;
  expire(seconds: number): void;
  flash(value: string): void;
  take(): void;
  /** Whether it was saved. A handler goes on either way. */
  save(): Promise<boolean>;
  flush(): Promise<void>;
  reload(): Promise<void>;
  touch(): Promise<void>;
}

/** A pen, and how the response came out. */
export interface Notes extends Pen {
  /** A commit was done. Responses with an error save nothing. */
  committed(saved: boolean): void;
  /** A commit has failed. */
  failed(error: unknown): void;
}

/** What was asked before a save that failed, and of which session. */
interface Unsure {
  readonly id: string | undefined;
  readonly changes: Change[];
}

export function createPen(session: Session<Data>, run: Run, ledger: Ledger): Notes {
  let asked: Change[] = [];
  /** What was asked before saves that failed without saying whether they were kept. */
  let unsure: Unsure[] = [];
  let login = false;
  /** The request has been told that its session is gone, and has not logged in since. */
  let gone = false;
  /** What was asked before that: a login of its own may begin with it. */
  let outlived: Change[] = [];
  let heard = 0;

  const add = (changes: Change[], outcome: "kept" | "maybe") => {
    if (changes.length === 0) return;
    const id = outcome === "kept" ? session.id : undefined;
    ledger.add({ request: run.plan.name, id, changes, outcome, after: run.known });
  };
  const keep = (changes: Change[]) => {
    // A login may have gone on in a session of its own since.
    for (const { id = session.id, changes: before } of unsure)
      add(before, id === session.id ? "kept" : "maybe");
    unsure = [];
    if (gone && login) add(outlived, "maybe");
    add(changes, "kept");
  };
  const drop = () => {
    for (const { changes } of unsure) add(changes, "maybe");
    unsure = [];
    asked = [];
    login = false;
  };
  const timesGone = () => run.told.filter(({ name }) => name === "gone").length;
  const goneSince = () => timesGone() > heard;
  const forgiven = () => {
    gone = false;
    heard = timesGone();
  };
  const refused = (error: unknown, changes: Change[]) => {
    run.errors.push(error);
    const code = isSessError(error) ? error.code : undefined;
    if (code?.startsWith("ERR_SESS_STORE") && (!gone || login)) unsure.push({ id: session.id, changes });
    else drop();
    if (code !== "ERR_SESS_GONE") return;
    gone = true;
    heard = timesGone();
    outlived = changes;
  };
  const look = () => {
    run.views.push({ id: session.id, data: { ...session.toJSON() }, owner: session.owner, flash: [] });
  };
  return {
    look,
    set(key, value = run.plan.name) {
      session.set(key, value);
      asked.push({ kind: "set", key, value });
    },
    add(key) {
      session.update(key, (value) => Number(value ?? 0) + 1);
      asked.push({ kind: "add", key });
    },
    clear() {
      session.clear();
      asked.push({ kind: "clear" });
    },
    own(owner) {
      if (owner === session.owner) return;
      session.owner = owner;
      asked.push({ kind: "own", owner });
      if (owner === undefined) return;
      run.logins.add(owner);
      login = true;
    },
    rotate(options = {}) {
      session.rotate(options);
      if (!options.login) return;
      run.logins.add(session.owner);
      asked.push({ kind: "own", owner: session.owner });
      login = true;
    },
    expire: (seconds) => session.setExpiry(seconds),
    flash(value) {
      session.flash("message", value);
      asked.push({ kind: "flash", value });
    },
    take() {
      asked.push({ kind: "take", values: session.takeFlash<string>("message") });
    },
    async save() {
      const changes = asked;
      asked = [];
      try {
        await session.save();
      } catch (error) {
        refused(error, changes);
        return false;
      }
      keep(changes);
      login = false;
      forgiven();
      look();
      return true;
    },
    async flush() {
      const { id } = session;
      run.flushes = true;
      await session.flush();
      if (id !== undefined) run.flushed.add(id);
      drop();
      forgiven();
    },
    async reload() {
      await session.reload();
      drop();
      look();
    },
    touch: () => session.touch(),
    committed(saved) {
      const dropped = !saved || goneSince() || (gone && !login);
      if (!dropped) keep(asked);
      drop();
    },
    failed(error) {
      refused(error, asked);
      drop();
    },
  };
}

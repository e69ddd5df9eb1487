import type { Rotation } from "./changes.ts";
import { draftNext } from "./draft.ts";
import { SessError } from "./errors.ts";
import { deltaOf, type Merged, merge } from "./merge.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { rebase } from "./rebase.ts";
import type { Snapshot } from "./record.ts";
import type { Turn } from "./save-queue.ts";
import { isWaiting } from "./secret-standing.ts";
import type { Captured, Gone, SessionState } from "./state.ts";
import { keptAttempt, settleOn } from "./unsure.ts";
import { adopt, finish, insert, put, tellConflict } from "./write.ts";

/** What a save is to do beside the changes. */
export interface Intent {
  /** A new secret: what the handler asked for, or a renewal that is due. */
  readonly rotation: Rotation | undefined;
  /** The current secret was presented while previous ones wait for that. */
  readonly present: boolean;
}

/** A store that refuses this often is broken: no session has so many writers between a read and a write. */
const mostAttempts = 100;

/** One save on its way through the queue. */
interface Job {
  readonly state: SessionState;
  readonly captured: Captured;
  readonly intent: Intent;
  /** The record that the request had read. */
  readonly base: Snapshot;
  /** Whether nobody waits for the outcome any more. */
  readonly expired: { readonly value: boolean };
}

/**
 * The way of a save that was refused, or that would be: one after the other in this process, each merged onto the
 * newest record.
 */
export function saveAgain(
  state: SessionState,
  captured: Captured,
  intent: Intent,
  base: Snapshot,
): Promise<Gone | undefined> {
  const { calls, queues } = state.engine;
  return calls.within(base.id, (expired) =>
    queues.run(base.id, async (turn) => {
      const job: Job = { state, captured, intent, base, expired };
      for (let attempt = 0; attempt < mostAttempts && !expired.value; attempt++) {
        const outcome = await attemptOn(job, turn);
        if (outcome !== "refused") return outcome;
        turn.last = undefined;
      }
      throw new SessError(
        "ERR_SESS_STORE_FAILED",
        `The store refused ${mostAttempts} writes of session ${base.id} in a row.`,
      );
    }),
  );
}

async function attemptOn(job: Job, turn: Turn): Promise<Gone | "refused" | undefined> {
  const { state, captured, intent, base, expired } = job;
  const { engine } = state;
  const now = engine.settings.clock();
  const fresh = turn.last ?? (await readSnapshot(engine, base.id, now, true));
  if (expired.value) return undefined;
  if (typeof fresh === "string") return lost(job, "vanished");
  const kept = keptAttempt(state.attempts, fresh);
  if (kept !== undefined) {
    settleOn(state, captured, kept, fresh);
    return undefined;
  }
  const joins = fresh.header.epoch !== base.header.epoch;
  if (joins && !mayJoin(job, fresh)) return lost(job, "rotated");

  const { data, conflicts, text } = mergeOnto(job, fresh);
  const sameSecret = fresh.header.secretHash === base.header.secretHash;
  const rotation = joins ? "renewal" : rotationOn(intent.rotation, sameSecret);
  const present = intent.present && sameSecret && isWaiting(fresh.header);
  const own = () => engine.text.decode(captured.text).data;
  if (rotation === undefined && !present && text === fresh.text && !captured.changes.beside) {
    adopt(state, fresh, undefined);
    rebase(state, own(), data);
    return undefined;
  }
  if (conflicts.length > 0 && engine.settings.onConflict === "error") throw conflictOn(base.id, conflicts);
  const byCurrent = sameSecret && state.arrival === "current";
  const drafted = draftNext(state, captured.changes, text, fresh, { rotation, present, byCurrent }, now);
  const written = await put(state, drafted, fresh, now, conflicts);
  if (!written.kept) return "refused";
  turn.last = written.snapshot;
  if (expired.value) return undefined;
  finish(state, captured, written.snapshot, drafted.secret, rotation);
  rebase(state, own(), data);
  tellConflict(state, conflicts);
  return undefined;
}

/** A parallel renewal has done what this one wanted. */
function rotationOn(wanted: Rotation | undefined, sameSecret: boolean): Rotation | undefined {
  return wanted === "renewal" && !sameSecret ? undefined : wanted;
}

/** A login may join the session that another login of the same owner has made of it meanwhile. */
function mayJoin({ captured, intent, base }: Job, fresh: Snapshot): boolean {
  const owner = captured.changes.owner === undefined ? base.record.owner : captured.changes.owner.value;
  return intent.rotation === "login" && owner !== undefined && fresh.record.owner === owner;
}

/** A login goes on in a session of its own, with only what this request wrote; anything else is gone. */
async function lost({ state, captured, intent, base }: Job, reason: Gone): Promise<Gone | undefined> {
  if (intent.rotation !== "login") return reason;
  const { text } = state.engine;
  const read = () => text.decode(base.text).data;
  const nothing = Object.create(null);
  const written = text.decode(captured.text).data;
  const own = merge(text.codec, nothing, nothing, deltaOf(text.codec, read, written, captured.changes)).data;
  captured.changes.owner ??= { value: base.record.owner };
  await insert(state, { changes: captured.changes, text: text.encode(own) });
  rebase(state, written, own);
  return undefined;
}

function mergeOnto({ state, captured, base }: Job, fresh: Snapshot): Merged & { readonly text: string } {
  const { text } = state.engine;
  const read = () => text.decode(base.text).data;
  const delta = deltaOf(text.codec, read, text.decode(captured.text).data, captured.changes);
  const merged = merge(text.codec, read(), text.decode(fresh.text).data, delta);
  return { ...merged, text: text.encode(merged.data) };
}

function conflictOn(id: string, keys: readonly string[]): SessError {
  const list = keys.map((key) => `"${key}"`).join(", ");
  return new SessError(
    "ERR_SESS_CONFLICT",
    `Session ${id}: another request has changed ${list} since this one read it. Nothing was saved.`,
  );
}

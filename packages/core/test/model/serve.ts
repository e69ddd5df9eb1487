import type { ResponseFacts, Session, Sessions } from "../../src/index.ts";
import type { Operation } from "./operations.ts";
import { createPen, type Ledger, type Notes } from "./pen.ts";
import type { Data, Run } from "./run.ts";

/** What a request meets. */
export interface Surroundings {
  readonly sessions: Sessions<Data>;
  readonly ledger: Ledger;
  /** The `Cookie` header that the browser sends. */
  readonly cookies: string | undefined;
  /** The session has been read, or could not be. */
  opened(): void;
}

/** The owner whose sessions are revoked from outside. */
const revoked = "alice";

/** Runs a request from its first store call to its response, the way an adapter does. Never rejects. */
export async function serve(run: Run, surroundings: Surroundings): Promise<void> {
  const { does } = run.plan;
  const { sessions } = surroundings;
  try {
    if (does.kind === "outside") await sessions.revoke(revoked);
    else if (does.kind === "job") await work(run, surroundings);
    else await respond(run, surroundings);
  } catch (error) {
    run.errors.push(error);
  }
  if (run.phase === "running") run.phase = "done";
}

function begin(run: Run, { ledger, opened }: Surroundings, session: Session<Data>): Notes {
  run.session = session;
  opened();
  return createPen(session, run, ledger);
}

async function work(run: Run, surroundings: Surroundings): Promise<void> {
  const headers = surroundings.cookies === undefined ? {} : { cookie: surroundings.cookies };
  const pen = begin(run, surroundings, await surroundings.sessions.fromHeaders(headers));
  try {
    await run.plan.does.handle(pen);
  } finally {
    // Nobody commits for a job: what it has not saved by itself is not saved.
    pen.committed(false);
  }
}

async function respond(run: Run, surroundings: Surroundings): Promise<void> {
  const { sessions, cookies } = surroundings;
  const { does } = run.plan;
  const pen = begin(run, surroundings, await sessions.open({ cookies, secure: true, request: undefined }));
  const status = await handle(run, pen, does.handle, does.status ?? 200);
  const sent = await commit(run, pen, sessions, { status, aborted: does.aborted === true });
  if (does.rest === undefined || sent >= 500) return;
  const late = await handle(run, pen, does.rest, status);
  await commit(run, pen, sessions, { status: late, headersSent: true });
}

/** Runs a handler. One that throws becomes an error page. */
async function handle(run: Run, pen: Notes, handler: Operation["handle"], status: number): Promise<number> {
  try {
    await handler(pen);
    return status;
  } catch (error) {
    run.errors.push(error);
    return 500;
  }
}

/** Commits, also the error page where that fails. Says with which status the head went out. */
async function commit(run: Run, pen: Notes, sessions: Sessions<Data>, facts: ResponseFacts): Promise<number> {
  const session = run.session as Session<Data>;
  try {
    const changes = await sessions.commit(session, facts);
    pen.committed(facts.status < 500);
    answer(run, facts, changes?.setCookie ?? []);
    return facts.status;
  } catch (error) {
    pen.failed(error);
    const changes = await sessions.commit(session, { ...facts, status: 500 });
    answer(run, facts, changes?.setCookie ?? []);
    return 500;
  }
}

function answer(run: Run, facts: ResponseFacts, setCookie: readonly string[]): void {
  if (facts.headersSent) return;
  run.response = { setCookie, fate: facts.aborted ? "lost" : "under way", sentAt: 0, arrivedAt: undefined };
}

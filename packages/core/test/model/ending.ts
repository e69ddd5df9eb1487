import { isSessError, type SessionRecord } from "../../src/index.ts";
import { liveRecord } from "./aftermath.ts";
import type { Browser } from "./browser.ts";
import { empty } from "./change.ts";
import { claimOf, contentsOf, headerOf, valueIn } from "./contents.ts";
import { cameAfterLogin, excuseFor } from "./exceptions.ts";
import { explains } from "./explanation.ts";
import { privateKey } from "./operations.ts";
import { Breach } from "./promise.ts";
import type { Run } from "./run.ts";
import { grace } from "./start.ts";
import type { World } from "./world.ts";

/** Checks everything that can be said at the end of an execution. Throws the first promise that was broken. */
export async function checkEnding(world: World): Promise<void> {
  for (const run of world.runs) checkEnd(world, run);
  for (const run of world.runs) checkViews(world, run);
  checkRecords(world);
  checkDestroyed(world);
  await checkIssued(world);
  for (const browser of world.browsers.values()) await checkBrowser(world, browser);
}

/** Each request has come to its end, and was told nothing that did not happen. */
function checkEnd(world: World, run: Run): void {
  const { name, does } = run.plan;
  if (run.phase === "running") throw new Breach("every request ends", `${name} hangs`);
  if (run.phase !== "done") return;
  const known: Readonly<Record<string, () => boolean>> = {
    ERR_SESS_GONE: () => true,
    ERR_SESS_STORE_FAILED: () => run.disturbed,
    ERR_SESS_DETACHED: () => does.kind === "job" && run.openedWith === undefined,
    ERR_SESS_HEADERS_SENT: () => does.kind === "stream" && run.openedWith === undefined,
  };
  for (const error of run.errors) {
    if (!isSessError(error)) throw error;
    if (known[error.code]?.() !== true) {
      throw new Breach("every request ends", `${name} failed without a reason: ${error.message}`);
    }
  }
  const named = new Set(run.told.flatMap((told) => (told.name === "conflict" ? told.keys : [])));
  const silent = [...run.overwrote].filter((key) => !named.has(key));
  if (silent.length > 0 && !run.disturbed) {
    throw new Breach(
      "no lost update",
      `${name} overwrote ${silent.join(", ")}, and on.conflict was not told`,
    );
  }
  void world;
}

/** Nobody is shown what belongs to somebody else. */
function checkViews(world: World, { plan, views, logins }: Run): void {
  for (const { owner, data } of views) {
    if (plan.browser === "attacker" && (privateKey in data || owner !== undefined) && logins.size === 0) {
      throw new Breach("nobody gets another's session", `${plan.name} was shown the session of ${owner}`);
    }
  }
  void world;
}

/** What is in the store is what was acknowledged, and nothing else. */
function checkRecords(world: World): void {
  const { removed, inserted } = world.chronicle;
  const ids = [...world.prepared.records.keys(), ...inserted.keys()];
  for (const id of ids) {
    const record = world.base.read(id, 0) as SessionRecord | undefined;
    if (record === undefined) continue;
    const before = world.prepared.records.get(id);
    const creator = inserted.get(id)?.plan.name;
    const mine = world.effects.filter((effect) => {
      if (effect.outcome === "kept") return effect.id === id;
      const run = world.runs.find(({ plan }) => plan.name === effect.request);
      return run?.openedWith === id || creator === effect.request;
    });
    // A request that died has told nobody what it had written.
    const dead = world.runs.some((run) => run.phase === "dead" && run.epochs.has(id));
    if (!dead && !explains(before ? contentsOf(before) : empty, contentsOf(record), mine)) {
      const kept = mine.map(
        ({ request, changes, outcome }) => `${request} ${outcome}: ${JSON.stringify(changes)}`,
      );
      throw new Breach(
        "no lost update",
        `the record holds ${JSON.stringify(contentsOf(record))} after ${kept.join("; ") || "nothing"}`,
      );
    }
  }
  for (const { id, outcome, request } of world.effects) {
    if (outcome !== "kept" || id === undefined || removed.has(id)) continue;
    const record = world.base.read(id, 0) as SessionRecord | undefined;
    if (record === undefined) throw new Breach("no lost update", `what ${request} saved is nowhere`);
  }
  for (const [id, run] of inserted) {
    const isFresh = run.openedWith === undefined || run.flushes;
    const hasLost = run.openedWith !== undefined && hasEnded(world, run.openedWith, run);
    if (isFresh || (run.logins.size > 0 && hasLost)) continue;
    throw new Breach("no zombie", `${run.plan.name} started session ${id} though it had one`);
  }
}

/** Whether a session was destroyed or has entered another epoch. */
function hasEnded({ chronicle }: World, id: string, run: Run): boolean {
  const isOther = chronicle.boundaries.some(({ key, run: by }) => key === id && by !== run);
  return chronicle.removed.has(id) || isOther;
}

function checkDestroyed(world: World): void {
  for (const run of world.runs) {
    for (const id of run.flushed) {
      if (world.base.read(id, 0) !== undefined)
        throw new Breach("no zombie", `${run.plan.name} flushed a session that is still there`);
    }
  }
}

/** No cookie that was ever issued leads into an epoch that is not its own. */
async function checkIssued(world: World): Promise<void> {
  for (const value of world.issued) {
    const claim = claimOf(value);
    const record = liveRecord(world, claim.id);
    if (record === undefined) continue;
    let replayed = false;
    const on = {
      replayed: () => {
        replayed = true;
      },
    };
    const cookies = `__Host-sid=${value}`;
    const session = await world.manager("thief", on).open({ cookies, secure: true, request: undefined });
    const { epoch } = headerOf(record);
    const isOpen = session.id === claim.id;
    if (isOpen && epoch !== claim.epoch)
      throw new Breach("a rotation retires", `a cookie of epoch ${claim.epoch} opens a session in ${epoch}`);
    if (!isOpen && epoch === claim.epoch && !replayed)
      throw new Breach("a rotation retires", "a retired secret came back, and nobody was told");
  }
}

/** The browser leads to the sessions that it was given, as far as they are still there. */
async function checkBrowser(world: World, browser: Browser): Promise<void> {
  const given = givenTo(world, browser);
  const before = new Map([...given].map((id) => [id, liveRecord(world, id)]));
  const found = await visit(world, browser);
  const mayBe = new Set([undefined, ...ownersOf(world, browser)]);
  if (found !== undefined && !mayBe.has(found.owner))
    throw new Breach("nobody gets another's session", `the ${browser.name} ends up as ${found.owner}`);
  if (found?.private && browser.name === "attacker" && found.owner !== undefined && !mayBe.has(found.owner))
    throw new Breach("nobody gets another's session", "the attacker reads what the login wrote");
  for (const [id, record] of before) {
    if (record === undefined || found?.id === id) continue;
    const excuse = excuseFor(world, browser, id, record, found?.id);
    if (excuse === undefined) {
      const instead = found === undefined ? "nowhere" : "to another session";
      throw new Breach(
        "the browser ends up as it should",
        `the ${browser.name} has session ${id} and gets ${instead}`,
      );
    }
    world.excused.add(excuse);
  }
  world.now += grace + 1;
  const later = await visit(world, browser);
  if (found === undefined || later?.id === found.id || !liveRecord(world, found.id)) return;
  if (!cameAfterLogin(world, browser))
    throw new Breach(
      "the browser ends up as it should",
      `the ${browser.name} is logged out by the end of the grace`,
    );
  world.excused.add("a response sent before the login's arrives after it");
}

/** The sessions that the browser holds or has been told of. */
function givenTo({ prepared, runs, effects }: World, { name }: Browser): ReadonlySet<string> {
  const ids = new Set<string>();
  const cookie = prepared.cookies.get(name);
  if (cookie !== undefined) ids.add(claimOf(cookie).id);
  for (const { plan, response } of runs) {
    if (plan.browser !== name || response?.fate !== "arrived") continue;
    for (const line of response.setCookie) {
      const value = valueIn(line);
      if (value !== undefined) ids.add(claimOf(value).id);
    }
    for (const { request, id } of effects) if (request === plan.name && id !== undefined) ids.add(id);
  }
  return ids;
}

function ownersOf({ prepared, runs }: World, { name }: Browser): readonly (string | undefined)[] {
  const cookie = prepared.cookies.get(name);
  const first = cookie === undefined ? undefined : prepared.records.get(claimOf(cookie).id)?.owner;
  return [first, ...runs.filter(({ plan }) => plan.browser === name).flatMap(({ logins }) => [...logins])];
}

/** What a page shows the browser. */
interface Page {
  readonly id: string;
  readonly owner: string | undefined;
  readonly private: boolean;
}

async function visit(world: World, browser: Browser): Promise<Page | undefined> {
  const sessions = world.manager(`visit ${browser.name} ${world.now}`);
  const cookies = browser.jar.header();
  const session = await sessions.open({ cookies, secure: true, request: undefined });
  const { id, owner } = session;
  const page = id === undefined ? undefined : { id, owner, private: session.has(privateKey) };
  const changes = await sessions.commit(session, { status: 200 });
  for (const line of changes?.setCookie ?? []) browser.jar.take(line);
  return page;
}

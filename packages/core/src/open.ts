import { type Awaitable, chain, isPromise } from "./awaitable.ts";
import { cookieValues } from "./cookie-header.ts";
import { type Credential, decodeCredential } from "./credential.ts";
import type { Engine } from "./engine.ts";
import { type Found, readSnapshot } from "./read-snapshot.ts";
import { isWaiting, judge, type Verdict } from "./secret-standing.ts";
import type { SessionState } from "./state.ts";
import { openToken } from "./token.ts";

/** At most so many cookies of our name are tried. */
const mostCookies = 4;

/** What one ID among the cookies leads to. */
interface Lead {
  readonly found: Found;
  readonly credential: Credential;
  readonly verdict: Verdict | undefined;
}

/**
 * Loads the session that the request's cookies lead to. Never throws what a store throws: the failure is kept, and thrown
 * at the first touch, so that a store that is down does not take untouched pages with it.
 */
export function load(state: SessionState): Awaitable<void> {
  const { cookie } = state;
  const values = cookieValues(state.facts.cookies, cookie.name, mostCookies);
  state.loaded = true;
  if (values.length === 0) return;
  state.hadCookie = true;
  const failed = (error: unknown) => {
    state.failure = error;
  };
  try {
    const settled = state.engine.tokens === undefined ? loadRecord(state, values) : openToken(state, values);
    return isPromise(settled) ? settled.then(undefined, failed) : settled;
  } catch (error) {
    return failed(error);
  }
}

function loadRecord(state: SessionState, values: readonly string[]): Awaitable<void> {
  const credentials = credentialsIn(state.engine, state.cookie.name, values);
  const [first] = credentials;
  if (first === undefined) return;
  const leads =
    credentials.length === 1
      ? chain(follow(state, first.id, credentials), (lead) => [lead])
      : followAll(state, credentials);
  return chain(leads, (found) => settle(state, found));
}

/** Those cookies that we issued, told apart by shape and MAC before a store is asked. */
function credentialsIn(engine: Engine, cookie: string, values: readonly string[]): readonly Credential[] {
  const credentials: Credential[] = [];
  for (const value of values) {
    const credential = decodeCredential(engine.settings.keyring, cookie, value);
    if (credential === undefined) engine.emit("tampered", () => ({ reason: "forged" }));
    else credentials.push(credential);
  }
  return credentials;
}

/** Follows each ID once: several credentials of one ID are one session, and the best secret counts. */
function followAll(state: SessionState, credentials: readonly Credential[]): Awaitable<readonly Lead[]> {
  const ids = new Set(credentials.map((credential) => credential.id));
  return [...ids].reduce<Awaitable<readonly Lead[]>>(
    (before, id) =>
      chain(before, (leads) => {
        const same = credentials.filter((credential) => credential.id === id);
        return chain(follow(state, id, same), (lead) => [...leads, lead]);
      }),
    [],
  );
}

/** A store that may answer from a cache is asked again before a session is called missing, or a secret retired. */
function follow(state: SessionState, id: string, same: readonly Credential[]): Awaitable<Lead> {
  const stale = state.engine.store?.abilities.mayBeStale === true;
  return chain(look(state, id, same, false), (lead) =>
    stale && !isLive(lead) ? look(state, id, same, true) : lead,
  );
}

function look(state: SessionState, id: string, same: readonly Credential[], fresh: boolean): Awaitable<Lead> {
  const now = state.engine.settings.clock();
  return chain(readSnapshot(state.engine, id, now, fresh), (found) => best(found, same, now));
}

function best(found: Found, same: readonly Credential[], now: number): Lead {
  const [first, ...others] = same as [Credential];
  if (typeof found === "string") return { found, credential: first, verdict: undefined };
  const rank = { current: 0, previous: 1, retired: 2 };
  let lead = { found, credential: first, verdict: judge(found.header, first, now) };
  for (const credential of others) {
    const verdict = judge(found.header, credential, now);
    if (rank[verdict.standing] < rank[lead.verdict.standing]) lead = { found, credential, verdict };
  }
  return lead;
}

function isLive({ verdict }: Lead): boolean {
  return verdict?.standing === "current" || verdict?.standing === "previous";
}

function settle(state: SessionState, leads: readonly Lead[]): Awaitable<void> {
  const { emit } = state.engine;
  const live = leads.filter(isLive);
  if (live.length > 1) {
    emit("tampered", () => ({ reason: "tossed" }));
    return;
  }
  const [only] = live;
  if (only !== undefined) return accept(state, only);
  state.arrival = leads.some(({ verdict }) => verdict?.recent) ? "retired" : "unknown";
  for (const { found, credential } of leads) {
    if (typeof found === "string") emit("unknown", () => ({ id: credential.id, reason: found }));
  }
  return leads.reduce<Awaitable<void>>(
    (before, lead) => chain(before, () => replayed(state, lead)),
    undefined,
  );
}

function accept(state: SessionState, { found, credential, verdict }: Lead): void {
  if (typeof found === "string") return;
  state.base = found;
  if (verdict?.standing === "current") {
    state.arrival = "current";
    state.secret = credential.secret;
    state.reissue = credential.signer !== 0;
    // The presentation is due whether or not the handler touches the session.
    if (isWaiting(found.header)) state.hook();
  } else {
    state.arrival = "previous";
  }
  state.engine.emit("loaded", () => state.whose());
}

/** A secret that came back after it was retired: reported, and where so configured the end of the session. */
function replayed({ engine }: SessionState, { found, verdict }: Lead): Awaitable<void> {
  if (typeof found === "string" || !verdict?.replayed) return;
  const { id, record } = found;
  const whose = record.owner === undefined ? { id } : { id, owner: record.owner };
  engine.emit("replayed", () => whose);
  if (engine.settings.onReplay !== "revoke") return;
  return chain(
    engine.calls.run("remove", id, () => engine.store?.remove(id)),
    () => engine.emit("revoked", () => ({ ...whose, ids: [id] })),
  );
}

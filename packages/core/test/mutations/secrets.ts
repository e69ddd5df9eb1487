import { foundIn, type Mutation } from "./mutation.ts";

/** Renewal: the old secret goes on for a while. */
export const renewal: readonly Mutation[] = foundIn("renewal.test.ts", [
  [
    "renewal: the old secret stays acceptable",
    "secret-standing.ts",
    "previous: [{ hash: header.secretHash, endsAt: undefined }, ...kept].slice(0, mostPrevious),",
    "previous: kept,",
    "leaves the old secret working",
  ],
  [
    "renewal: it ends after the grace",
    "secret-standing.ts",
    "|| now < old.endsAt",
    "|| true",
    "leaves the old secret working",
  ],
  [
    "renewal: the grace begins with the presentation",
    "secret-standing.ts",
    "previous: ending(header.previous, grace, now) };",
    "previous: header.previous };",
    "leaves the old secret working",
  ],
  [
    "renewal: at most 8 are kept",
    "secret-standing.ts",
    "mostPrevious = 8",
    "mostPrevious = 7",
    "at most 8 previous",
  ],
  ["renewal: no more", "secret-standing.ts", "mostPrevious = 8", "mostPrevious = 9", "at most 8 previous"],
  [
    "renewal: a lost response is made good",
    "persist.ts",
    `age > rotateGrace && isWaiting(base.header) ? "renewal" : undefined`,
    "undefined",
    "is done again after the grace",
  ],
  [
    "renewal: satisfied by a parallel one",
    "conflict.ts",
    `wanted === "renewal" && !sameSecret ? undefined : wanted`,
    "wanted",
    "is satisfied where a parallel one came first",
  ],
  [
    "renewal: satisfied for a previous secret",
    "persist.ts",
    `if (state.arrival === "previous")`,
    "if (false)",
    "is satisfied in a request that came by a previous secret",
  ],
]);

/** Rotation proper and login: a boundary. */
export const login: readonly Mutation[] = foundIn("login.test.ts", [
  ["rotation: a new epoch", "secret-standing.ts", "epoch: header.epoch + 1,", "", "begins a new epoch"],
  [
    "login: the clock starts anew",
    "secret-standing.ts",
    "startedAt: login ? now :",
    "startedAt:",
    "starts both clocks anew",
  ],
  [
    "rotation: the clock goes on",
    "secret-standing.ts",
    "startedAt: login ? now :",
    "startedAt: true ? now :",
    "moves neither clock",
  ],
  [
    "login: another owner is one",
    "session.ts",
    `owner === undefined ? "rotation" : "login"`,
    `"renewal"`,
    "happens where another owner is set",
  ],
  [
    "login: the same owner is none",
    "session.ts",
    "if (owner === this.owner) return;",
    "",
    "happens where another owner is set",
  ],
  [
    "login: a slow request reads nothing of it",
    "reload.ts",
    `if (fresh.header.epoch !== base.header.epoch) throw gone(state, "rotated");`,
    "",
    "is told so by save(), reload() and touch()",
  ],
  [
    "login: joins one of the same owner",
    "conflict.ts",
    "owner !== undefined && fresh.record.owner === owner",
    "false",
    "are one session for one owner",
  ],
  [
    "login: joins nobody else's",
    "conflict.ts",
    "owner !== undefined && fresh.record.owner === owner",
    "true",
    "are two sessions for two owners",
  ],
  [
    "login: takes only what it wrote",
    "conflict.ts",
    "await insert(state, { changes: captured.changes, text: text.encode(own) });",
    "await insert(state, captured);",
    "gets a session of its own, with only what it wrote",
  ],
]);

/** Retired secrets that come back. */
export const replay: readonly Mutation[] = foundIn("replay.test.ts", [
  [
    "replay: it is reported",
    "secret-standing.ts",
    "recent: now - old.endsAt < recently, replayed: true",
    "recent: now - old.endsAt < recently, replayed: false",
    "reported as a replay",
  ],
  [
    "replay: it may end the session",
    "open.ts",
    `engine.settings.onReplay !== "revoke"`,
    "true",
    "ends the session with",
  ],
  [
    "replay: an older epoch is none",
    "secret-standing.ts",
    "recent: now - header.rotatedAt < recently, replayed: false",
    "recent: now - header.rotatedAt < recently, replayed: true",
    "belongs to an older epoch",
  ],
]);

import type { ResultsAtHand } from "./results-at-hand.ts";
import { type Target, targets } from "./targets.ts";

/** Why a target is missed, by what its name begins with. */
const reasons: readonly (readonly [string, string])[] = [
  [
    "anonymous, untouched",
    "See [Anonymous](#anonymous). Four accessors in front of the response (0.8 µs on Express and Koa; without them, `response.end(session.get(…))` as the first use would send a head that was not committed), the objects of a session that nobody has read (0.5), and one more middleware of the framework; on Hono only the latter two.",
  ],
  [
    "read:",
    "See [Read](#read). The floor takes a MAC and `JSON.parse`. Beside those, hashed secrets, versions, two deadlines and a record that can be encrypted or merged take 2.6 µs in the engine, the hook on the response 1.1, and two header fields that keep the page out of shared caches about 1; the rest is what a colder cache makes of all that. Leaving any of it out would be a weaker default.",
  ],
  [
    "write:",
    "See [Write](#write). Beside what a read takes: the next header line, a version drawn at random, and a conditional write that keeps its record until the outcome is known (3.4 µs in the engine over the floor's, 5.4 with the read), so that parallel writers lose nothing.",
  ],
  [
    "create:",
    "See [Create](#create). Three random texts and a hash in place of one random text, a record with its header in place of a string, an index by key and by deadline in place of a `Map`, and `Cache-Control: no-store` and `Vary` beside the cookie.",
  ],
  [
    "rolling:",
    "See [Rolling](#rolling). As for a read; the floor sends a cookie with each response here, and we write a touch only where one is due.",
  ],
  [
    "forged:",
    "See [Forged and garbage](#forged-and-garbage). The MAC is refused as fast as the floor's; what is added is the hook on the response and the two header fields for a handler that has asked for the session.",
  ],
  [
    "garbage:",
    "See [Forged and garbage](#forged-and-garbage). The floor does nothing at all for noise, not even a MAC. We neither, but the handler asks for the session, and from then on the response is hooked and says `Vary` and `Cache-Control`. No store is called.",
  ],
  [
    "overhead of express-session",
    "See [Read](#read) and [Write](#write). A fifth of its overhead is hardly more than the floor with a hashed secret takes, which merges nothing and has neither header, events nor a head that waits.",
  ],
  [
    "overhead of koa-session",
    "See [Read](#read) and [Write](#write). A fifth of its overhead is hardly more than the floor with a hashed secret takes, which merges nothing and has neither header, events nor a head that waits.",
  ],
  ["overhead of hono-sessions", "See the profile of Hono: the response of undici is the largest part."],
  [
    "SQLite, overhead",
    "See [SQLite and the encrypted cookie](#sqlite-and-the-encrypted-cookie): of a write, SQLite's own `run` and `get` take 59 of 103 µs. A save is one statement in a transaction of its own with the owner, both deadlines and the version in columns, two of them with an index, where the bare statement replaces a text under a key.",
  ],
  [
    "encrypted cookie",
    "See [SQLite and the encrypted cookie](#sqlite-and-the-encrypted-cookie). Of an encrypted read, 8 µs are AES-256-GCM by way of OpenSSL and its objects (`CipherBase`, `init`, `update`), the rest is spread over a hundred functions: the key of this session, base64, a cookie ten times as long in the parser and in the head, and the read itself. iron-session takes six times as long for a read because it derives its keys anew by PBKDF2; a tenth of that is little more than what a session costs whose cookie is only signed.",
  ],
  [
    "read over HTTP",
    "See [A read over real connections](#a-read-over-real-connections). The sending of a response (`writeUtf8String`, nearly all of it the system's) is the largest part for everybody, and here it wakes the generator: the slower a server is, the more often the generator sleeps, and the dearer each of its writes. With both on one core, where nobody is woken, the system takes the same for the floor and for us (12 and 13.5 µs a request on Hono, by `perf`), and Node the rest (17 and 39): twice what the session takes in the loop, because its code and data share the processor's caches with the whole of a connection's. No function stands out.",
  ],
  [
    "memory store, bytes",
    "A record has a header line of some 120 characters (hash of the secret, versions, deadlines), which the other has not.",
  ],
  [
    "memory store, longest step",
    "One step removes 1,000 records from a heap that no longer fits into the cache of the processor.",
  ],
  [
    "read and save with 1,000,000 sessions, memory",
    "See [A growing memory store](#a-growing-memory-store). The work is the same, but what is looked up at random among a million records is in no cache of the processor: of a save, in a loop of nothing else, the look-up (`find`) takes 0.16 µs among a thousand sessions, and 1.0 among a million.",
  ],
  [
    "read and save with 1,000,000 sessions, SQL",
    "See [A growing database](#a-growing-database). SQLite writes three pages to its log for a save, however many sessions there are; what grows is writing them back, because a checkpoint finds each page changed once and no longer often.",
  ],
  [
    "sweep of a record",
    "See [A growing database](#a-growing-database). A sweep walks an index and touches only what it removes, and what is removed together lies on fewer pages the fewer sessions there are.",
  ],
  [
    "size of core",
    "See [Sizes](#sizes): 66 files, none above 5 %. All of it is reached from `createSessions`: both lifetimes, merging, lost replies, rotation with grace, encryption, validation, events, tokens in cookies, and messages that say who, what, and what to do (about a fifth of the text). Taking features out by options would make the engine harder to read and to check.",
  ],
  [
    "size of an adapter",
    "See [Sizes](#sizes). The part that holds the head of a Node response until the session is in the store, over HTTP/1 and HTTP/2.",
  ],
  [
    "size of a store",
    "See [Sizes](#sizes). SQL stores carry `@sess/sql`: migrations under a lock, and statements for each operation; the file store its locks, recovery after a crash and safe names.",
  ],
];

/** The missed targets, each with its figure and the reason. Throws where none is known. */
export function missedTargets(results: ResultsAtHand): string {
  const missed = targets(results).filter(({ met }) => met === false);
  if (missed.length === 0) return "Nothing.";
  return missed.map((target) => `- **${target.what}** (${target.limit}): ${reasonOf(target)}`).join("\n");
}

function reasonOf({ what }: Target): string {
  const found = reasons.find(([beginning]) => what.startsWith(beginning));
  if (found === undefined) throw new Error(`Nobody has said why this target is missed: ${what}`);
  return found[1];
}

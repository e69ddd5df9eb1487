import type { ResultsAtHand } from "./results-at-hand.ts";
import { type Target, targets } from "./targets.ts";

/** Why a target is missed, by what its name begins with. */
const reasons: readonly (readonly [string, string])[] = [
  [
    "anonymous, untouched",
    "What is done for a request that leaves the session alone: four accessors in front of the response (0.75 µs on Express and Koa; without them, `response.end(session.get(…))` as the first use would send a head that was not committed), and the objects of a session that has not been read (0.5). On Hono, its own way through one more middleware.",
  ],
  [
    "read:",
    "The floor takes a MAC and `JSON.parse`. Here the rest of the table above is what hashed secrets, versions, two deadlines and a record that can be encrypted or merged take (2.6 µs in the engine), with the hook on the response (1.1) and two header fields that keep the page out of shared caches (about 1). Leaving any of it out would be a weaker default.",
  ],
  [
    "write:",
    "Beside what a read takes: the next header line, a version drawn at random, and a conditional write that keeps its record until the outcome is known (3.4 µs in the engine over the floor's, 5.4 with the read), so that parallel writers lose nothing.",
  ],
  [
    "create:",
    "Three random texts and a hash in place of one random text, a record with its header in place of a string, an index by key, by owner and by deadline in place of a `Map`, and `Cache-Control: no-store` and `Vary` beside the cookie.",
  ],
  ["rolling:", "As for a read; the floor sends a cookie here, and we a touch only where one is due."],
  [
    "forged:",
    "The MAC is refused as fast as the floor's; what is added is the hook on the response and the two header fields for a handler that has asked for the session.",
  ],
  [
    "garbage:",
    "The floor does nothing at all for noise, not even a MAC. We neither, but the handler asks for the session, and from then on the response is hooked and says `Vary` and `Cache-Control`. No store is called.",
  ],
  [
    "overhead of express-session",
    "A fifth of its overhead is about what the floor itself takes, which has neither hashed secrets nor versions.",
  ],
  [
    "overhead of koa-session",
    "A fifth of its overhead is little more than what the floor itself takes, which has neither hashed secrets nor versions.",
  ],
  ["overhead of hono-sessions", "See the profile of Hono: the response of undici is the largest part."],
  [
    "SQLite, overhead",
    "A save is one statement in a transaction of its own with the owner, both deadlines and the version in columns with an index, where the bare statement replaces a text under a key.",
  ],
  [
    "encrypted cookie",
    "Of an encrypted read, 5 µs are AES-256-GCM by way of OpenSSL and its objects, 2 the key of this session, 4 the MAC-less remainder of a read, and the collector pays for each native object. iron-session takes ten times as long for a read because it derives its keys anew by PBKDF2; a tenth would be less than the encryption alone and the framework's part.",
  ],
  [
    "read over HTTP",
    "A request over a socket costs Node some 40 µs, so that the few of a session move the rate little, but the floor's rate has no hooked head and two header fields less to write.",
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
    "read and save with",
    "The work is the same, but what is read at random from a million records is in no cache of the processor (memory), and not among the 2 MB of pages that SQLite keeps by default.",
  ],
  [
    "sweep of a record",
    "The statements walk an index and touch only what they remove, but what they remove lies anywhere among a million rows: SQLite keeps 2 MB of pages by default, and MariaDB runs here with a buffer of 32 MB for a gigabyte of rows, so that nearly every row is a read of the disk. PostgreSQL, with 128 MB and the system's cache, does not grow.",
  ],
  [
    "size of core",
    "All of it is reached from `createSessions`: both lifetimes, merging, lost replies, rotation with grace, encryption, validation, events, tokens in cookies, and messages that say who, what, and what to do (about a fifth of the text). Taking features out by options would make the engine harder to read and to check.",
  ],
  [
    "size of an adapter",
    "The part that holds the head of a Node response until the session is in the store, over HTTP/1 and HTTP/2.",
  ],
  [
    "size of a store",
    "SQL stores carry `@sess/sql`: migrations under a lock, and statements for each operation; the file store its locks, recovery after a crash and safe names.",
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

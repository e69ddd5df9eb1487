import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createSessions, jsonCodec, memoryStore, prefixStore, type SessionOptions } from "@sess/core";
import { cachedStore } from "@sess/store-cached";
import { cookieStore } from "@sess/store-cookie";
import { fileStore } from "@sess/store-file";
import { keyvStore } from "@sess/store-keyv";
import { redisStore } from "@sess/store-redis";
import { sqliteStore } from "@sess/store-sqlite";
import fc from "fast-check";
import type { Draw } from "../draw.ts";
import { mutate, oddTexts } from "../mutate.ts";
import { attempt, claim, isMeant, type OpenTarget, type Target } from "../target.ts";
import { keyvClient, redisClient } from "./clients.ts";
import { now, secrets } from "./setting.ts";

/** Options for one of the functions that take some. */
export interface OptionObject {
  readonly takes: string;
  readonly options: unknown;
}

/** What each takes, by what is valid for each option. */
interface Taker {
  readonly valid: Readonly<Record<string, readonly unknown[]>>;
  readonly call: (options: never) => unknown;
}

/** Options of every kind. They are taken, or refused by an error that names what is wrong. */
export const optionObjects: Target<OptionObject> = {
  name: "option-objects",
  share: 80,
  open() {
    const folder = join(tmpdir(), "sess-fuzz-options");
    const database = new DatabaseSync(":memory:");
    const memory = memoryStore();
    const takers: Readonly<Record<string, Taker>> = {
      createSessions: { valid: sessionOptions, call: (options) => use(options) },
      "createSessions again": { valid: sessionOptions, call: (options) => use(options) },
      memoryStore: { valid: { maxEntries: [1, 1_000] }, call: memoryStore },
      prefixStore: {
        valid: { prefix: ["shop", "a"] },
        call: (options) => prefixStore(memory, (options as { prefix: string } | null)?.prefix as string),
      },
      cookieStore: {
        valid: {
          encrypt: [true, false, { acceptSigned: true }],
          maxCookies: [1, 35],
          revokedBefore: [() => undefined],
        },
        call: cookieStore,
      },
      fileStore: {
        valid: { folder: [folder], fsync: [false], maxBytes: [1_000], lockWait: [1], host: ["a"] },
        call: (options: { folder?: unknown } | null) => {
          // Any other text is the name of a folder that would be made.
          if (typeof options?.folder === "string" && !["", "\0", folder].includes(options.folder)) return;
          fileStore(options as never);
        },
      },
      keyvStore: {
        valid: {
          client: [keyvClient(() => undefined)],
          durable: [true],
          shared: [false],
          nativeExpiry: [true],
          maxBytes: [500],
          maxTtl: [60],
        },
        call: keyvStore,
      },
      cachedStore: {
        valid: { fast: [memoryStore()], slow: [memory], lifetime: [30], fastTimeout: [500] },
        call: cachedStore,
      },
      redisStore: {
        valid: { client: [redisClient(() => [])], prefix: ["sess:"], replicas: [true], maxBytes: [500] },
        call: redisStore,
      },
      sqliteStore: {
        valid: { client: [database], table: ["sess_session", "a"], wal: [true], maxBytes: [500] },
        call: sqliteStore,
      },
    };
    const names = Object.keys(takers);
    return {
      draw(draw) {
        const takes = draw.pick(names);
        return { takes, options: optionsFor(draw, (takers[takes] as Taker).valid) };
      },
      async check({ takes, options }) {
        try {
          await (takers[takes] as Taker).call(options as never);
        } catch (error) {
          if (!isMeant(error)) throw error;
          const { message } = error as Error;
          for (const secret of Object.values(secrets)) {
            claim(!message.includes(secret), `It says the secret: ${message}`);
          }
          claim(message.length < 2_000, `It says too much: ${message.length} characters.`);
        }
      },
      close() {
        database.close();
        rmSync(folder, { recursive: true, force: true });
      },
    } satisfies OpenTarget<OptionObject>;
  },
};

const sessionOptions: Taker["valid"] = {
  secret: [secrets.newer, [secrets.newer, secrets.older], secrets.foreign],
  store: [memoryStore(), cookieStore({ maxCookies: 2 })],
  cookie: [
    { name: "id", path: "/shop", domain: "example.com", httpOnly: false, sameSite: "strict" },
    { secure: true, partitioned: true, priority: "high", sameSite: "none" },
    { persistent: false, secure: false, name: "sid" },
  ],
  idle: [60, "30m", "14d", 0.5],
  absolute: ["30d", 3_600, "aal1", "aal2", "aal3"],
  rolling: [true, false],
  touchAfter: [0, 5, "1m"],
  rotateEvery: ["15m", 1],
  rotateGrace: [10, "1m"],
  onReplay: ["report", "revoke"],
  load: ["eager", "lazy"],
  saveOnError: [true, false],
  onGone: ["drop", "error"],
  onConflict: ["merge", "error"],
  cacheHeaders: [true, false],
  codec: [jsonCodec],
  encrypt: [true, false, { acceptPlain: true }],
  storeTimeout: [5, "1s"],
  device: [() => ({ agent: "Browser" })],
  secure: [() => false],
  skip: [() => false],
  as: ["session", "adminSession", "$"],
  on: [{}, { created: () => undefined, error: () => undefined }],
  clock: [() => now],
};

/** What is called while it is set up, or in every request, and must keep its promise then. */
const calledAtOnce = new Set(["client", "clock", "random", "secure"]);

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  maxDepth: 2,
});

/** Some of the options, some of them odd. */
function optionsFor(draw: Draw, valid: Taker["valid"]): unknown {
  if (draw.oneIn(40)) return odd(draw);
  const names = Object.keys(valid);
  const options: Record<string, unknown> = draw.oneIn(10) ? Object.create(null) : {};
  for (const name of names) {
    // What nothing works without is mostly there.
    if (!["secret", "client", "folder", "fast", "slow"].includes(name) && !draw.oneIn(5)) continue;
    options[name] = draw.pick(valid[name] as readonly unknown[]);
  }
  for (let times = draw.int(3); times > 0; times--) {
    const name = draw.oneIn(8) ? draw.pick(oddTexts) : draw.pick(names);
    const present = options[name];
    // A store or a client is a program of its own: only whether it is one is looked at.
    const isPlain = ["secret", "cookie", "on", "encrypt"].includes(name) && typeof present === "object";
    const value = isPlain && draw.oneIn(2) ? withOddMember(draw, present as object) : odd(draw, present);
    // Functions are programs as well: what they return is not an option.
    if (typeof value === "function" && calledAtOnce.has(name)) continue;
    Object.defineProperty(options, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return options;
}

function withOddMember(draw: Draw, object: object): unknown {
  if (Array.isArray(object)) return [...object, odd(draw, object[0])];
  const names = [...Object.keys(object), draw.pick(oddTexts), ...cookieNames];
  const copy = { ...object };
  Object.defineProperty(copy, draw.pick(names), { value: odd(draw), enumerable: true, configurable: true });
  return copy;
}

const cookieNames = Object.keys(Object.assign({}, ...(sessionOptions.cookie as object[])));

const oddValues: readonly unknown[] = [
  undefined,
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  10n,
  Symbol("odd"),
  () => undefined,
  [],
  {},
  [[]],
  new Date(Number.NaN),
  new Map(),
  /a/,
  JSON.parse('{"__proto__":{"polluted":1}}'),
  JSON.parse('{"constructor":{"prototype":{"polluted":1}}}'),
  Object.freeze({ read: null, write: null, remove: null, abilities: {} }),
  { encode: null, decode: null },
  { "~standard": { validate: null } },
  "1d",
  "0s",
  "99999999999w",
  "__Host-sid",
  "__Secure-a b",
  "a=b",
  "none",
  ".example.com",
];

function odd(draw: Draw, present?: unknown): unknown {
  if (typeof present === "string" && draw.oneIn(2)) return mutate(draw, present, oddTexts);
  switch (draw.int(4)) {
    case 0:
      return draw.pick(oddTexts);
    case 1:
      return draw.any(anything);
    default:
      return draw.pick(oddValues);
  }
}

/** What was taken must work: a whole request, whose cookie a browser would take as it is meant. */
async function use(options: SessionOptions): Promise<void> {
  const sessions = createSessions(options);
  const facts = { cookies: undefined, secure: true, request: undefined };
  const session = await sessions.open(facts);
  await attempt(async () => {
    if (options.load === "lazy") await session.load();
    session.set("name", "value");
    const changes = await sessions.commit(session, { status: 200 });
    for (const line of changes?.setCookie ?? []) {
      claim(
        /^[\w!#$%&'*+.^`|~-]+=[\w.-]*(; (Max-Age=\d+|Path=\/[ -:<-~]*|Domain=[\w.-]+|HttpOnly|Secure|Partitioned|SameSite=(Lax|Strict|None)|Priority=(Low|Medium|High)))*$/.test(
          line,
        ),
        `It sends ${JSON.stringify(line)}.`,
      );
    }
  });
}

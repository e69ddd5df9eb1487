import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { createSessions, jsonCodec, memoryStore, type SessionOptions } from "../src/index.ts";
import { secrets } from "./fixtures/site.ts";

const make = (options: object) => createSessions({ secret: secrets[0], ...options } as SessionOptions);

/** The error of making a manager. */
function errorOf(options: unknown): unknown {
  try {
    createSessions(options as SessionOptions);
  } catch (error) {
    return error;
  }
  return undefined;
}

type Wrong = readonly [rule: string, option: string, options: object, received: string];

const secret: readonly Wrong[] = [
  ["a secret is needed", "secret", { secret: undefined }, "undefined"],
  ["a secret is text", "secret", { secret: 42 }, "42"],
  ["an empty environment variable is no secret", "secret", { secret: "" }, "0 bytes"],
  ["32 bytes at least", "secret", { secret: "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1e" }, "31 bytes"],
  ["no placeholder", "secret", { secret: "change-me-to-something-random-please" }, "36 bytes"],
  ["no repetition", "secret", { secret: "a".repeat(32) }, "32 bytes"],
  ["at least one in a list", "secret", { secret: [] }, "an array of 0"],
  ["every secret of a list", "secret[1]", { secret: [secrets[0], "short"] }, "5 bytes"],
  ["no secret twice", "secret[1]", { secret: [secrets[0], secrets[0]] }, "32 bytes"],
];

const cookie: readonly Wrong[] = [
  ["cookie is an object", "cookie", { cookie: "sid" }, '"sid"'],
  ["no unknown attribute", "cookie.maxAge", { cookie: { maxAge: 60 } }, "60"],
  ["a name is a token", "cookie.name", { cookie: { name: "my session" } }, '"my session"'],
  ["a name without control characters", "cookie.name", { cookie: { name: "sid\n" } }, '"sid\\n"'],
  ["a name has characters", "cookie.name", { cookie: { name: "" } }, '""'],
  ["a path begins with /", "cookie.path", { cookie: { path: "app" } }, '"app"'],
  ["a path without attributes", "cookie.path", { cookie: { path: "/; Secure" } }, '"/; Secure"'],
  [
    "a domain is a host name",
    "cookie.domain",
    { cookie: { domain: "https://example.com" } },
    '"https://example.com"',
  ],
  ["httpOnly is a boolean", "cookie.httpOnly", { cookie: { httpOnly: "yes" } }, '"yes"'],
  ["sameSite is one of three", "cookie.sameSite", { cookie: { sameSite: "Lax" } }, '"Lax"'],
  ["sameSite none needs Secure", "cookie.secure", { cookie: { sameSite: "none" } }, '"auto"'],
  ["secure is a boolean or auto", "cookie.secure", { cookie: { secure: 1 } }, "1"],
  ["partitioned is a boolean", "cookie.partitioned", { cookie: { partitioned: null } }, "null"],
  ["partitioned needs Secure", "cookie.secure", { cookie: { partitioned: true, secure: false } }, "false"],
  ["priority is one of three", "cookie.priority", { cookie: { priority: "highest" } }, '"highest"'],
  ["persistent is a boolean", "cookie.persistent", { cookie: { persistent: 0 } }, "0"],
  ["a __Secure- name needs Secure", "cookie.secure", { cookie: { name: "__Secure-a" } }, '"auto"'],
  [
    "a __Host- name has no domain",
    "cookie.domain",
    { cookie: { name: "__Host-a", secure: true, domain: "example.com" } },
    '"example.com"',
  ],
  [
    "a __Host- name has the path /",
    "cookie.path",
    { cookie: { name: "__Host-a", secure: true, path: "/b" } },
    '"/b"',
  ],
  [
    "a __Http- name is httpOnly",
    "cookie.httpOnly",
    { cookie: { name: "__Http-a", secure: true, httpOnly: false } },
    "false",
  ],
];

const times: readonly Wrong[] = [
  ["a duration has a unit", "idle", { idle: "30" }, '"30"'],
  ["a duration has a known unit", "idle", { idle: "30 minutes" }, '"30 minutes"'],
  ["a duration is positive", "idle", { idle: 0 }, "0"],
  ["a duration is a number", "idle", { idle: Number.NaN }, "NaN"],
  ["a duration is finite", "absolute", { absolute: Number.POSITIVE_INFINITY }, "Infinity"],
  ["a preset is one of three", "absolute", { absolute: "aal4" }, '"aal4"'],
  ["a preset has a name of its own", "absolute", { absolute: "constructor" }, '"constructor"'],
  ["idle is not longer than absolute", "idle", { idle: "2d", absolute: "1d" }, '"2d"'],
  ["idle is not longer than a preset", "idle", { idle: "2h", absolute: "aal2" }, '"2h"'],
  ["touchAfter is a duration or 0", "touchAfter", { touchAfter: -1 }, "-1"],
  ["touchAfter is shorter than idle", "touchAfter", { touchAfter: "1h", idle: "1h" }, '"1h"'],
  ["rotateEvery is a duration", "rotateEvery", { rotateEvery: true }, "true"],
  ["rotateGrace is a duration", "rotateGrace", { rotateGrace: "soon" }, '"soon"'],
  ["storeTimeout is a duration", "storeTimeout", { storeTimeout: null }, "null"],
];

const others: readonly Wrong[] = [
  ["no unknown option", "ttl", { ttl: 60 }, "60"],
  ["no misspelt option", "onGOne", { onGOne: "error" }, "text of 5 characters"],
  ["rolling is a boolean", "rolling", { rolling: "true" }, '"true"'],
  ["saveOnError is a boolean", "saveOnError", { saveOnError: 1 }, "1"],
  ["cacheHeaders is a boolean", "cacheHeaders", { cacheHeaders: "no" }, '"no"'],
  ["onReplay is one of two", "onReplay", { onReplay: "kill" }, '"kill"'],
  ["load is one of two", "load", { load: "never" }, '"never"'],
  ["onGone is one of two", "onGone", { onGone: false }, "false"],
  ["onConflict is one of two", "onConflict", { onConflict: "fail" }, '"fail"'],
  ["a store has the function read", "store", { store: {} }, "undefined"],
  ["a store is an object", "store", { store: "redis://example" }, '"redis://example"'],
  [
    "a store says what it can do",
    "store",
    { store: { ...memoryStore(), abilities: undefined } },
    "undefined",
  ],
  ["a token store has the function open", "store", { store: { seal: () => "" } }, "undefined"],
  ["a codec has the function decode", "codec", { codec: { encode: JSON.stringify } }, "an object"],
  ["a codec is an object", "codec", { codec: null }, "null"],
  ["validate is a Standard Schema", "validate", { validate: { parse: () => ({}) } }, "an object"],
  ["encrypt is a boolean or says what it accepts", "encrypt", { encrypt: { acceptPlain: 1 } }, "an object"],
  ["encrypt is no text", "encrypt", { encrypt: "aes" }, '"aes"'],
  ["device is a function", "device", { device: { name: "phone" } }, "an object"],
  ["secure is a function", "secure", { secure: true }, "true"],
  ["skip is a function", "skip", { skip: ["/static"] }, "an array of 1"],
  ["clock is a function", "clock", { clock: Date.now() }, ""],
  ["random is a function", "random", { random: 4 }, "4"],
  ["as is a property name", "as", { as: "my session" }, '"my session"'],
  ["as is no property that every object has", "as", { as: "constructor" }, '"constructor"'],
  ["on is an object", "on", { on: () => {} }, "a function"],
  ["on has events that there are", "on.login", { on: { login: () => {} } }, "a function"],
  ["a listener is a function", "on.saved", { on: { saved: "log" } }, '"log"'],
];

const wrong = [...secret, ...cookie, ...times, ...others];

describe("a wrong configuration", () => {
  it.each(wrong)(
    "is refused at start, naming the option and what it got: %s",
    (_rule, option, options, received) => {
      const error = errorOf({ secret: secrets[0], ...options });
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({ code: "ERR_SESS_OPTION_INVALID" });
      const { message } = error as TypeError;
      expect(message).toMatch(/^\[sess\] "/);
      expect(message).toContain(`"${option}"`);
      expect(message).toContain(`Received ${received}`);
    },
  );

  it.each([undefined, null, "secret", [secrets[0]], 42])(
    "is refused where it is no object: %s",
    (options) => {
      expect(errorOf(options)).toMatchObject({ code: "ERR_SESS_OPTION_INVALID" });
    },
  );

  it("never shows a secret", () => {
    const short = "not-long-enough-5f2a";
    for (const options of [{ secret: short }, { secret: [secrets[0], short] }]) {
      expect((errorOf(options) as Error).message).not.toContain(short);
    }
    for (const misplaced of [{ secrets: secrets[0] }, { SECRET: secrets[0] }, secrets[0]]) {
      expect((errorOf(misplaced) as Error).message).not.toContain(secrets[0].slice(0, 10));
    }
  });

  it("has a rule for every option", () => {
    const named = new Set(wrong.map(([, option]) => option.replace(/[.[].*/, "")));
    const known = errorOf({ secret: secrets[0], nothing: 1 }) as Error;
    const list = /the options are ([^.]+)\./.exec(known.message)?.[1] ?? "";
    for (const option of list.split(", ")) expect(named).toContain(option);
  });
});

describe("a right configuration", () => {
  it.each<[string, object]>([
    ["the secret alone", {}],
    ["several secrets", { secret: [...secrets] }],
    [
      "undefined for what is left out",
      { store: undefined, cookie: undefined, idle: undefined, on: undefined },
    ],
    ["durations as numbers and text", { idle: 1800, absolute: "4w", touchAfter: "90s", rotateEvery: "1h" }],
    ["an absolute lifetime below the default idle", { absolute: "1h" }],
    ["touchAfter 0", { touchAfter: 0 }],
    ["a stricter preset", { absolute: "aal3", idle: "5m" }],
    ["a cookie of its own", { cookie: { name: "app.sid", path: "/app", domain: "example.com" } }],
    [
      "a strict cookie",
      { cookie: { secure: true, sameSite: "strict", partitioned: true, priority: "high" } },
    ],
    ["a prefixed name", { cookie: { name: "__Host-app", secure: true } }],
    ["another codec", { codec: jsonCodec }],
    ["a schema", { validate: v.object({ name: v.string() }) }],
    ["encryption", { encrypt: true }],
    ["encryption that accepts plain records", { encrypt: { acceptPlain: true } }],
    [
      "functions",
      { device: () => ({}), secure: () => true, skip: () => false, clock: Date.now, random: () => {} },
    ],
    ["listeners", { on: { saved: () => {}, error: () => {} } }],
    ["another property", { as: "$admin_2" }],
  ])("is taken: %s", (_name, options) => {
    expect(make(options).as).toMatch(/^(session|\$admin_2)$/);
  });
});

import { inProduction } from "#platform";
import { type Codec, jsonCodec } from "./codec.ts";
import { parseDuration } from "./duration.ts";
import { invalidOption, received } from "./errors.ts";
import { eventNames, type Listeners } from "./events.ts";
import { createKeyring, type Keyring } from "./keyring.ts";
import type { Device, SessionOptions } from "./options.ts";
import { createRandom } from "./random.ts";
import { type CookieWriter, createCookieWriters } from "./set-cookie.ts";
import type { StandardSchema } from "./standard-schema.ts";
import { assertStore, type SessionStore, type TokenStore } from "./store.ts";

/** The options, checked, with defaults in place and all times in milliseconds. */
export interface Settings {
  readonly store: SessionStore | TokenStore | undefined;
  readonly keyring: Keyring;
  readonly cookies: { readonly secure: CookieWriter; readonly plain: CookieWriter };
  /** Which cookie is used whatever the request looks like. */
  readonly always: "secure" | "plain" | undefined;
  readonly persistent: boolean;
  readonly production: boolean;
  readonly idle: number;
  readonly absolute: number;
  readonly rolling: boolean;
  /** Undefined: a share of each session's own idle lifetime. */
  readonly touchAfter: number | undefined;
  readonly rotateEvery: number;
  readonly rotateGrace: number;
  readonly onReplay: "report" | "revoke";
  readonly load: "eager" | "lazy";
  readonly saveOnError: boolean;
  readonly onGone: "drop" | "error";
  readonly onConflict: "merge" | "error";
  readonly cacheHeaders: boolean;
  readonly codec: Codec;
  readonly validate: StandardSchema | undefined;
  readonly encrypt: boolean;
  readonly acceptPlain: boolean;
  readonly storeTimeout: number;
  readonly device: ((request: unknown) => Device) | undefined;
  readonly secure: ((request: unknown) => boolean) | undefined;
  readonly skip: ((request: unknown) => boolean) | undefined;
  readonly as: string;
  readonly on: Listeners;
  readonly clock: () => number;
  /** So many random bytes, as base64url text. */
  readonly random: (bytes: number) => string;
}

const known: ReadonlySet<string> = new Set([
  "secret",
  "store",
  "cookie",
  "idle",
  "absolute",
  "rolling",
  "touchAfter",
  "rotateEvery",
  "rotateGrace",
  "onReplay",
  "load",
  "saveOnError",
  "onGone",
  "onConflict",
  "cacheHeaders",
  "codec",
  "validate",
  "encrypt",
  "storeTimeout",
  "device",
  "secure",
  "skip",
  "as",
  "on",
  "clock",
  "random",
]);

// NIST SP 800-63B-4, sections 2.1.3, 2.2.3 and 2.3.3; seconds. AAL1 has no idle limit.
const presets: Readonly<Record<string, { readonly absolute: number; readonly idle: number }>> = {
  aal1: { absolute: 30 * 86_400, idle: 30 * 86_400 },
  aal2: { absolute: 86_400, idle: 3_600 },
  aal3: { absolute: 43_200, idle: 900 },
};

/** Checks every option and fills in the defaults. Throws a `TypeError` that names the first impossible one. */
export function resolveSettings<Data extends object, Request>(
  options: SessionOptions<Data, Request>,
): Settings {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw invalidOption("options", "must be an object with at least a `secret`", options, concealed(options));
  }
  for (const name of Object.keys(options)) {
    if (!known.has(name)) {
      const value: unknown = options[name as never];
      const takes = `is no option; the options are ${[...known].join(", ")}`;
      throw invalidOption(name, takes, value, concealed(value));
    }
  }
  const production = inProduction();
  const { secure, plain, always } = createCookieWriters(options.cookie, production);
  const life = lifetimes(options);
  const encrypt = options.encrypt ?? false;
  if (typeof encrypt !== "boolean" && (typeof encrypt !== "object" || encrypt?.acceptPlain !== true)) {
    throw invalidOption("encrypt", "must be true, false or { acceptPlain: true }", encrypt);
  }
  if (options.store !== undefined) assertStore(options.store);
  return {
    store: options.store,
    keyring: createKeyring(options.secret),
    cookies: { secure, plain },
    always,
    persistent: options.cookie?.persistent ?? true,
    production,
    ...life,
    rolling: flag("rolling", options.rolling, true),
    rotateEvery:
      options.rotateEvery === undefined
        ? Number.POSITIVE_INFINITY
        : parseDuration("rotateEvery", options.rotateEvery),
    rotateGrace:
      options.rotateGrace === undefined ? 10_000 : parseDuration("rotateGrace", options.rotateGrace),
    onReplay: oneOf("onReplay", options.onReplay, ["report", "revoke"]),
    load: oneOf("load", options.load, ["eager", "lazy"]),
    saveOnError: flag("saveOnError", options.saveOnError, false),
    onGone: oneOf("onGone", options.onGone, ["drop", "error"]),
    onConflict: oneOf("onConflict", options.onConflict, ["merge", "error"]),
    cacheHeaders: flag("cacheHeaders", options.cacheHeaders, true),
    codec: codec(options.codec),
    validate: schema(options.validate),
    encrypt: encrypt !== false,
    acceptPlain: encrypt !== true,
    storeTimeout:
      options.storeTimeout === undefined ? 5_000 : parseDuration("storeTimeout", options.storeTimeout),
    device: callable("device", options.device),
    secure: callable("secure", options.secure),
    skip: callable("skip", options.skip),
    as: property(options.as),
    on: listeners(options.on),
    clock: callable<() => number>("clock", options.clock) ?? Date.now,
    random: createRandom(callable("random", options.random)),
  };
}

/** A picture of what may be a secret in the wrong place: errors end up in logs. */
function concealed(value: unknown): string {
  return typeof value === "string" ? `text of ${value.length} characters` : received(value);
}

function lifetimes(options: {
  readonly idle?: unknown;
  readonly absolute?: unknown;
  readonly touchAfter?: unknown;
}): Pick<Settings, "idle" | "absolute" | "touchAfter"> {
  const name = options.absolute;
  const preset = typeof name === "string" && Object.hasOwn(presets, name) ? presets[name] : undefined;
  const absolute = parseDuration("absolute", preset?.absolute ?? name ?? "30d");
  // A default must not contradict what was asked for: an absolute lifetime of an hour bounds the 14 days.
  const usual = preset ? preset.idle * 1000 : Math.min(parseDuration("idle", "14d"), absolute);
  const idle = options.idle === undefined ? usual : parseDuration("idle", options.idle);
  if (idle > absolute) throw invalidOption("idle", "must not be longer than `absolute`", options.idle);
  if (preset && idle > usual)
    throw invalidOption("idle", `must not be longer than the preset ${name} allows`, options.idle);
  const after = options.touchAfter;
  const touchAfter = after === undefined ? undefined : after === 0 ? 0 : parseDuration("touchAfter", after);
  if (touchAfter !== undefined && touchAfter >= idle) {
    throw invalidOption(
      "touchAfter",
      "must be shorter than `idle`, or an active session would expire",
      after,
    );
  }
  return { idle, absolute, touchAfter };
}

function flag(name: string, value: unknown, byDefault: boolean): boolean {
  if (value === undefined) return byDefault;
  if (typeof value !== "boolean") throw invalidOption(name, "must be true or false", value);
  return value;
}

/** The first choice is the default. */
function oneOf<const T extends string>(name: string, value: unknown, choices: readonly [T, ...T[]]): T {
  if (value === undefined) return choices[0];
  const found = choices.find((choice) => choice === value);
  if (found === undefined)
    throw invalidOption(name, `must be ${choices.map((choice) => `"${choice}"`).join(" or ")}`, value);
  return found;
}

function callable<F extends (...args: never[]) => unknown>(name: string, value: unknown): F | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "function") throw invalidOption(name, "must be a function", value);
  return value as F;
}

function property(value: unknown): string {
  if (value === undefined) return "session";
  if (typeof value !== "string" || !/^[A-Za-z_$][\w$]*$/.test(value) || value in Object.prototype) {
    throw invalidOption("as", 'must be a property name such as "adminSession"', value);
  }
  return value;
}

function codec(value: unknown): Codec {
  if (value === undefined) return jsonCodec;
  const given = value as Partial<Codec> | null;
  if (typeof given?.encode !== "function" || typeof given.decode !== "function") {
    throw invalidOption("codec", "must have the functions `encode` and `decode`", value);
  }
  return given as Codec;
}

function schema(value: unknown): StandardSchema | undefined {
  if (value === undefined) return undefined;
  const standard = (value as Partial<StandardSchema> | null)?.["~standard"];
  if (typeof standard?.validate !== "function") {
    throw invalidOption("validate", "must be a Standard Schema (zod, valibot, arktype, …)", value);
  }
  return value as StandardSchema;
}

function listeners(value: unknown): Listeners {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null)
    throw invalidOption("on", "must be an object of functions", value);
  for (const [name, listener] of Object.entries(value)) {
    if (!(eventNames as readonly string[]).includes(name)) {
      throw invalidOption(`on.${name}`, `is no event; the events are ${eventNames.join(", ")}`, listener);
    }
    callable(`on.${name}`, listener);
  }
  return value as Listeners;
}

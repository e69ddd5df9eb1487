import { foundIn, type Mutation } from "./mutation.ts";

/** How long a session lives. */
export const expiry: readonly Mutation[] = foundIn("expiry.test.ts", [
  [
    "expiry: never beyond the absolute end",
    "expiry.ts",
    "Math.min(now + life.expiry.value, end)",
    "now + life.expiry.value",
    "never passes the absolute end",
  ],
  [
    "expiry: no date beyond the absolute end",
    "expiry.ts",
    `Math.min(life.expiry.value, end) : end;`,
    "life.expiry.value : end;",
    "never passes the absolute end",
  ],
  [
    "expiry: the option decides where it was never set",
    "draft.ts",
    `expiry.kind === "default" || expiry.kind === "browser"`,
    "false",
    "follows the option",
  ],
]);

/** Touches. */
export const touch: readonly Mutation[] = foundIn("touch.test.ts", [
  [
    "touch: never shortens",
    "touch.ts",
    "Math.max(deadline(base.header, now), base.record.expiresAt)",
    "deadline(base.header, now)",
    "never shortens",
  ],
  ["touch: once a request", "touch.ts", " || state.moved) return;", ") return;", "happen once a request"],
  [
    "touch: says when the session has gone",
    "touch.ts",
    `return "vanished";`,
    "return undefined;",
    "rejects with ERR_SESS_GONE",
  ],
]);

/** The lifetime of the cookie. */
export const cookieLifetime: readonly Mutation[] = foundIn("cookie-lifetime.test.ts", [
  [
    "cookie: an expiry of its own outlives the browser",
    "expiry.ts",
    `expiry.kind === "default" ? byDefault : expiry.kind !== "browser"`,
    "byDefault",
    "with persistent: false and setExpiry(10)",
  ],
  [
    "cookie: 0 ends with the browser",
    "expiry.ts",
    `expiry.kind !== "browser"`,
    "true",
    "with persistent: true and setExpiry(0)",
  ],
  [
    "cookie: Max-Age is what is left",
    "cookie-end.ts",
    "(end - state.engine.settings.clock())",
    "(end - snapshot.header.createdAt)",
    "is what is left",
  ],
]);

/** Records at rest. */
export const encryption: readonly Mutation[] = foundIn("encryption.test.ts", [
  ["encryption: data is sealed", "record.ts", "if (!options.encrypt) return", "return", "shows nothing"],
  ["encryption: bound to the owner", "record.ts", "owner ?? null", "null", "another owner"],
  ["encryption: bound to the end", "record.ts", "end, line]", "line]", "a later end"],
  ["encryption: bound to the header", "record.ts", "end, line]", "end]", "another time in the header"],
  [
    "encryption: plain records are refused",
    "record.ts",
    "|| (!header.sealed && !options.acceptPlain)",
    "",
    "refuses plain records otherwise",
  ],
  [
    "encryption: older secrets open",
    "encryption.ts",
    "text === undefined ? openWith(index + 1, id, sealed, bound) : text",
    "text",
    "reads what the older one has encrypted",
  ],
]);

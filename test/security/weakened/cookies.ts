import { type Weakening, weakCore } from "./weakening.ts";

const unsigned = ["credential.ts", "if (signer === -1) return undefined;", ""] as const;

/** Rows about what comes in a cookie, and what goes out in one. */
export const cookies: readonly Weakening[] = [
  weakCore(
    2,
    "takes the first of two live sessions",
    "the attacker's live session beside ours",
    "open.ts",
    "live.length > 1",
    "live.length > 9",
  ),
  weakCore(
    2,
    "lets `__Host-` have a domain",
    "a set-up that browsers would not protect",
    "cookie-options.ts",
    "if (isHost && domain !== undefined)",
    "if (false)",
  ),
  weakCore(
    2,
    "takes the first of two tokens",
    "sessions in cookies are refused as well",
    "token.ts",
    "ids.size === 1 ? found : []",
    "found",
  ),
  weakCore(3, "checks no signature", "without its signature", ...unsigned),
  {
    row: 3,
    lacks: "opens a token that is signed only where it is to be encrypted",
    foundBy: "opens neither unsigned nor signed only",
    places: [
      {
        file: "packages/store-cookie/src/cookie-store.ts",
        from: "acceptSigned && looksSigned(token)",
        to: "looksSigned(token)",
      },
    ],
  },
  weakCore(
    5,
    "compares with ===",
    "is compared as a whole",
    "platform-node.ts",
    "return crypto.timingSafeEqual(left, right) && a === b;",
    "return a === b;",
  ),
  weakCore(
    7,
    "writes cookies of any size",
    "does not fit into 1",
    "token.ts",
    "token.length > most * size",
    "token.length < 0",
  ),
  weakCore(
    8,
    "takes any path for the cookie",
    "no control character",
    "cookie-options.ts",
    "text(/^\\/[ -:<-~]*$/)",
    "text(/^\\//)",
  ),
  weakCore(10, "asks the store about any ID", "a hundred thousand", ...unsigned),
  weakCore(
    10,
    "draws no secrets",
    "have nothing in common",
    "draft.ts",
    "settings.random(secretBytes)",
    '"A".repeat(32)',
  ),
  weakCore(
    13,
    "tells caches nothing",
    "the next client gets neither",
    "response-headers.ts",
    "if (changes.cacheControl !== undefined)",
    "if (changes.cacheControl === undefined)",
  ),
  {
    row: 24,
    lacks: "believes X-Forwarded-Proto of anybody",
    foundBy: "what an untrusted peer says",
    places: [
      {
        file: "packages/express/src/middleware.ts",
        from: "(request) => request.secure",
        to: '(request) => request.get("X-Forwarded-Proto") === "https"',
      },
    ],
  },
  weakCore(
    24,
    "is not Secure in production where the request looks like http",
    "in production the cookie is Secure",
    "set-cookie.ts",
    "always: production || checked.secure === true",
    "always: checked.secure === true",
  ),
  {
    row: 25,
    lacks: "signs without the name of the cookie",
    foundBy: "a cookie works under its own name only",
    places: [
      {
        file: "packages/core/src/credential.ts",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source
        from: "keyring.sign(`${cookie}=${claim}`)",
        to: "keyring.sign(claim)",
      },
      {
        file: "packages/core/src/credential.ts",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source
        from: "keyring.verify(`${cookie}=${claim}`,",
        to: "keyring.verify(claim,",
      },
    ],
  },
  weakCore(
    25,
    "seals tokens for any cookie",
    "so does a session in a cookie",
    "engine.ts",
    "return { name, keys:",
    'return { name: "any", keys:',
  ),
  weakCore(
    29,
    "leaves SameSite to the browser",
    "the cookie stays at home",
    "set-cookie.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source
    "; SameSite=${capitalized(sameSite)}",
    "",
  ),
];

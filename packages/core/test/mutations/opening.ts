import { foundIn, type Mutation } from "./mutation.ts";

/** How a request finds its session. */
export const opening: readonly Mutation[] = foundIn("opening.test.ts", [
  ["opening: a MAC is checked", "credential.ts", "if (signer === -1) return undefined;", "", "another MAC"],
  [
    "opening: the MAC covers the cookie's name",
    "credential.ts",
    "const signer = keyring.verify(",
    'cookie = "sid"; const signer = keyring.verify(',
    "issued under another cookie name",
  ],
  ["opening: four cookies are tried", "open.ts", "mostCookies = 4", "mostCookies = 3", "up to the fourth"],
  ["opening: no more than four", "open.ts", "mostCookies = 4", "mostCookies = 5", "up to the fourth"],
  [
    "opening: the best secret of an ID counts",
    "open.ts",
    "rank[verdict.standing] < rank[lead.verdict.standing]",
    "false",
    "the best secret counts",
  ],
  [
    "opening: an ID is followed once",
    "open.ts",
    "new Set(credentials.map((credential) => credential.id))",
    "credentials.map((credential) => credential.id)",
    "the store is asked once",
  ],
  [
    "opening: two live sessions lead nowhere",
    "open.ts",
    "live.length > 1",
    "live.length > 9",
    "two live sessions",
  ],
  [
    "opening: dead ones do not count",
    "open.ts",
    "const live = leads.filter(isLive);",
    "const live = leads;",
    "the one live session among dead ones",
  ],
  [
    "opening: a stale store is asked again",
    "open.ts",
    "stale && !isLive(lead)",
    "false",
    "before a secret is called retired",
  ],
  [
    "opening: over https the bare name is not read",
    "sessions.ts",
    "isSecure ? cookies.secure : cookies.plain",
    "cookies.plain",
    "the bare name is never read",
  ],
]);

/** What keeps a session from being read. */
export const loading: readonly Mutation[] = foundIn("loading.test.ts", [
  [
    "loading: a failure is kept",
    "open.ts",
    "state.failure = error;",
    "void error;",
    "is thrown at every touch",
  ],
  [
    "loading: lazy means lazy",
    "sessions.ts",
    `settings.load === "lazy" ? session : `,
    "",
    "reads nothing before load()",
  ],
  [
    "loading: a newer format is an error",
    "record.ts",
    "format > recordFormat",
    "format > 9",
    "is a store error where its format is newer",
  ],
  [
    "loading: core looks at the deadline",
    "read-snapshot.ts",
    "!(record.expiresAt > now)",
    "false",
    "is enforced by core",
  ],
  [
    "loading: a shortened option holds",
    "read-snapshot.ts",
    "header.startedAt + absolute;",
    "Number.POSITIVE_INFINITY;",
    "comes sooner for every session",
  ],
]);

import { foundIn, type Mutation } from "./mutation.ts";

/** The sentences around the table. */
export const lifecycleResponse: readonly Mutation[] = foundIn("lifecycle-response.test.ts", [
  [
    "what save() owes goes out at any status",
    "commit.ts",
    `(state.owed !== "cookie" && !reissued)`,
    `((state.owed !== "cookie" || status >= 500) && !reissued)`,
    "goes out with status 503",
  ],
  [
    "a cookie carries the current secret only",
    "write.ts",
    "secretHash !== snapshot.header.secretHash",
    "false",
    "is kept back where a parallel renewal came first",
  ],
  [
    "a cookie under an older signing secret is issued anew",
    "commit.ts",
    "state.reissue && state.accessed && status < 500",
    "false",
    "is issued anew",
  ],
  [
    "but only with a status below 500",
    "commit.ts",
    "state.reissue && state.accessed && status < 500",
    "state.reissue && state.accessed",
    "stays with a status of 500",
  ],
  [
    "an aborted response neither rotates nor logs in",
    "commit.ts",
    "aborted: facts.aborted === true }",
    "aborted: false }",
    "drops its changes with a login",
  ],
  [
    "an aborted response starts no login",
    "persist.ts",
    "response.aborted && (isLogin || byToken)",
    "response.aborted && byToken",
    "starts no session for a login that nobody will have",
  ],
  [
    "an aborted response saves changes",
    "persist.ts",
    "const text = state.textToSave();",
    "if (response.aborted) return nothing; const text = state.textToSave();",
    "saves changes and sends nothing",
  ],
  [
    "an aborted response renews nothing",
    "persist.ts",
    "response.aborted || response.headersSent;",
    "response.headersSent;",
    "leaves a renewal to the next request",
  ],
  [
    "after the head, a new session is refused",
    "persist.ts",
    `if (response.headersSent) throw needsCookie(state, "A new session");`,
    "",
    "refuses a new session before anything is written",
  ],
  [
    "after the head, what needs a cookie is refused",
    "persist.ts",
    "if (response.headersSent && movesCookie(state))",
    "if (false)",
    "refuses a rotation before anything is written",
  ],
  [
    "after the head, nothing is renewed",
    "persist.ts",
    "response.aborted || response.headersSent;",
    "response.aborted;",
    "leaves a renewal by itself to the next request",
  ],
]);

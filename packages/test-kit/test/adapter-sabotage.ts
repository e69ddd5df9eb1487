import { applyResponseChanges } from "@sess/core";
import type { Steps } from "./smallest-adapter.ts";

/** A wrong adapter: what it does wrongly, the group that must find it, and a title that must be among those that fail. */
export interface Sabotage {
  readonly steps: Partial<Steps>;
  readonly group: string;
  readonly found: string;
}

/** Wrong adapters, by what is wrong with them. */
export const sabotages: Readonly<Record<string, Sabotage>> = {
  "sends the head before the record is kept": {
    steps: {
      async commit(sessions, session, facts) {
        void Promise.resolve(sessions.commit(session, facts)).catch(() => {});
        return undefined;
      },
    },
    group: "before the first byte",
    found: "a redirect that changes a session waits for the store",
  },
  "never commits": {
    steps: { commit: async () => undefined },
    group: "lifecycle, over a store that answers later",
    found: "6 new, with data: one insert, and the cookie",
  },
  "does not commit what is not a success": {
    steps: {
      commit: async (sessions, session, facts) =>
        facts.status < 400 ? sessions.commit(session, facts) : undefined,
    },
    group: "errors",
    found: "a thrown error that the app turns into 403 is saved, and its cookie is sent",
  },
  "commits every response as if it were a success": {
    steps: {
      commit: async (sessions, session, facts) => sessions.commit(session, { ...facts, status: 200 }),
    },
    group: "what Django's middleware does",
    found: "django 64: a response with status 503 saves nothing",
  },
  "swallows a commit that fails": {
    steps: {
      commit: async (sessions, session, facts) =>
        Promise.resolve(sessions.commit(session, facts)).catch(() => undefined),
    },
    group: "a store that fails",
    found: "a write that fails turns a redirect into the framework's error response, without a cookie",
  },
  "overwrites the cookies of others": {
    steps: {
      apply(changes, response) {
        if (changes.setCookie.length > 0) response.setHeader("Set-Cookie", [...changes.setCookie]);
      },
    },
    group: "cookie",
    found: "leaves the cookies of others in place, in their order",
  },
  "leaves an older cookie of our name beside the new one": {
    steps: {
      apply(changes, response) {
        for (const line of changes.setCookie) response.appendHeader("Set-Cookie", line);
      },
    },
    group: "cookie",
    found: "replaces a cookie of the same name that the handler wrote by hand",
  },
  "says nothing to caches": {
    steps: {
      apply: (changes, response) =>
        applyResponseChanges(
          { setCookie: changes.setCookie, vary: false, cacheControl: undefined },
          {
            get: (name) => response.getHeader(name),
            set: (name, value) => response.setHeader(name, value),
            append: (name, value) => response.appendHeader(name, value),
            remove: (name) => response.removeHeader(name),
          },
        ),
    },
    group: "cache headers",
    found: "a response that read the session varies on Cookie and is private",
  },
  "overwrites what the handler says to caches": {
    steps: {
      apply(changes, response) {
        for (const line of changes.setCookie) response.appendHeader("Set-Cookie", line);
        if (changes.vary) response.setHeader("Vary", "Cookie");
        if (changes.cacheControl !== undefined) response.setHeader("Cache-Control", changes.cacheControl);
      },
    },
    group: "cache headers",
    found: "Vary: Accept-Encoding is extended, never weakened",
  },
  "reads the first cookie only": {
    steps: { cookies: (request) => request.headers.cookie?.split(";")[0] },
    group: "forged, tossed and old cookies",
    found: "a bad cookie beside a good one is passed over, in both orders",
  },
  "believes X-Forwarded-Proto from anybody": {
    steps: { secure: (request) => request.headers["x-forwarded-proto"] === "https" },
    group: "https and proxies",
    found: "X-Forwarded-Proto from anybody is not believed",
  },
  "calls no connection secure": {
    steps: { secure: () => false },
    group: "https and proxies",
    found: "a connection over TLS is secure by itself",
  },
  "does not ask skip": {
    steps: { skip: () => false },
    group: "loading and skipping",
    found: "skip leaves a request alone: no session, no store call, no cookie, no header",
  },
  "opens a session for every mount": {
    steps: { mounted: () => undefined },
    group: "several managers",
    found: "a manager that is mounted twice on a request is one session, one read, one write, one cookie",
  },
  "rotates for a client that has gone": {
    steps: { aborted: () => false },
    group: "clients that go away",
    found: "a login after the client has gone does not happen, nor what was to come with it",
  },
  "drops what a client that has gone has changed": {
    steps: {
      commit: async (sessions, session, facts) =>
        facts.aborted ? undefined : sessions.commit(session, facts),
    },
    group: "clients that go away",
    found: "what a handler changes after the client has gone is saved",
  },
  "does not say when the head has gone": {
    steps: { sent: () => false },
    group: "streams",
    found:
      "a login after the head, on a session that was not touched before, is refused by save(), and nothing is written",
  },
  "takes 304 for a visit": {
    steps: {
      commit: async (sessions, session, facts) =>
        sessions.commit(session, facts.status === 304 ? { ...facts, status: 200 } : facts),
    },
    group: "activity",
    found: "untouched pages and 304 do not count as activity",
  },
};

import {
  createSessions,
  type InspectedSession,
  inspectSession,
  type Listeners,
  type Session,
} from "@sess/core";
import type { Options } from "./config-file.ts";

/** What a `Cookie` header leads to, or why it leads to nothing. */
export type CookieFinding = { readonly session: Partial<InspectedSession> } | { readonly problem: string };

/** Opens the session of a `Cookie` header as a request would, and tells nobody. */
export async function sessionInCookie(options: Options, header: string): Promise<CookieFinding> {
  const problems: string[] = [];
  const on: Listeners = {
    tampered: ({ reason }) =>
      problems.push(
        reason === "forged"
          ? "A cookie of ours was not signed with any of the configured secrets."
          : "The cookies lead to several sessions.",
      ),
    unknown: ({ id, reason }) =>
      problems.push(`The cookie is ours, but the record of session ${id} is ${reason}.`),
    replayed: ({ id }) =>
      problems.push(`The cookie is an old one of session ${id}: its secret has been replaced.`),
  };
  const sessions = createSessions({ ...options, on, onReplay: "report", load: "eager" });
  const session = await sessions.fromHeaders({ cookie: header });
  if (session.id === undefined) {
    return {
      problem:
        problems.join(" ") ||
        "There is no cookie in it that this configuration knows, or its session is over.",
    };
  }
  if (options.store !== undefined && "seal" in options.store) return { session: carried(session) };
  const found = await inspectSession({ ...options, on: {} }, session.id);
  return typeof found === "object" ? { session: found } : { problem: "The session ended this very moment." };
}

/** A session that travels in its cookie has no record to look into. */
function carried(session: Session<Record<string, unknown>>): Partial<InspectedSession> {
  const { id, owner, createdAt, lastSeenAt, expiresAt, absoluteExpiresAt } = session;
  const known = { id, owner, createdAt, lastSeenAt, expiresAt, absoluteExpiresAt, data: session.toJSON() };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

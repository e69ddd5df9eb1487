import { SessError, type SessionInfo } from "@sess/core";
import type { AnySession } from "./any-session.ts";
import type { AuthOptions } from "./auth-options.ts";

/** How many sessions a user may have, and what happens beyond. */
export interface SessionLimit {
  readonly sessions: AuthOptions<object>["sessions"];
  readonly max: number;
  readonly atLimit: "evict" | "refuse";
}

/**
 * Logs in by `enter` and holds the limit. The login is saved before sessions are counted, so that of several logins at
 * once the last to count sees them all; and all of them put the sessions in the same order, so that they agree on whose
 * place is lost.
 */
export async function loginWithin(
  { sessions, max, atLimit }: SessionLimit,
  session: AnySession,
  owner: string,
  enter: () => Promise<void>,
): Promise<void> {
  if (atLimit === "refuse") {
    const others = (await sessions.list(owner)).filter(({ id }) => id !== session.id);
    if (others.length >= max) throw refusal(owner, max);
  }
  await enter();
  await session.save();
  const oldestFirst = [...(await sessions.list(owner, { current: session }))].sort(byLastUse);
  const excess = Math.max(0, oldestFirst.length - max);
  const lost = atLimit === "evict" ? oldestFirst.slice(0, excess) : oldestFirst.slice(max);
  for (const { id, current } of lost) if (!current) await sessions.revoke(owner, { only: id });
  if (!lost.some(({ current }) => current)) return;
  await session.flush();
  throw refusal(owner, max);
}

function byLastUse(a: SessionInfo, b: SessionInfo): number {
  return a.lastSeenAt - b.lastSeenAt || (a.id < b.id ? -1 : 1);
}

function refusal(owner: string, max: number): SessError {
  return new SessError(
    "ERR_SESS_LOGIN_REFUSED",
    `login: the user ${owner} has all of the ${max} sessions that \`maxSessions\` allows. Nobody was logged in.`,
  );
}

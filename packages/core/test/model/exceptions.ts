import type { SessionRecord } from "../../src/index.ts";
import type { Browser } from "./browser.ts";
import { headerOf } from "./contents.ts";
import type { Run } from "./run.ts";
import { grace } from "./start.ts";
import type { World } from "./world.ts";

/** The exceptions that the design lists. */
export type Exception =
  | "a login's own response is lost"
  | "a response sent before the login's arrives after it"
  | "a response whose write was repeated arrives after the login's"
  | "a request is under way for longer than the grace before it is opened"
  | "a response is under way for longer than the grace"
  | "after a session was destroyed, a parallel save and login each start one"
  | "saves under way at a login are dropped"
  | "a flush that was opened before the login ends it"
  | "a flush by a retired secret replaces the cookie"
  | "a flush's deletion arrives after the cookie of a session that was started meanwhile"
  | "a login starts a session of its own"
  | "another browser has rotated the session";

/** Whether what the browser holds came by a response that was under way for longer than the grace. */
export function cameLate(world: World, name: string): boolean {
  const response = world.browsers.get(name)?.changes.at(-1)?.response;
  return response?.arrivedAt !== undefined && response.arrivedAt - response.sentAt >= grace;
}

/** Why `browser` no longer leads to a session that it was given and that is still there, or undefined. */
export function excuseFor(
  world: World,
  browser: Browser,
  id: string,
  record: SessionRecord,
  found: string | undefined,
): Exception | undefined {
  const { boundaries, inserted } = world.chronicle;
  const { epoch } = headerOf(record);
  const boundary = boundaries.findLast(({ key, epoch: reached }) => key === id && reached === epoch);
  const rotator = boundary?.run ?? inserted.get(id);
  if (rotator !== undefined && rotator.plan.browser !== browser.name)
    return "another browser has rotated the session";
  if (rotator === undefined && isLostFromTheStart(world, browser, epoch, id))
    return "a login's own response is lost";
  if (rotator !== undefined && !gotCookie(rotator)) return "a login's own response is lost";
  if (cameLate(world, browser.name)) return "a response is under way for longer than the grace";
  for (const change of browser.changesSince(id, epoch)) {
    const excuse = excuseBy(world, change, id, rotator, found);
    if (excuse !== undefined) return excuse;
  }
  return undefined;
}

/** Why the response of `change` may have led the browser away from the session, or undefined. */
function excuseBy(
  world: World,
  change: Run,
  id: string,
  rotator: Run | undefined,
  found: string | undefined,
): Exception | undefined {
  const { inserted } = world.chronicle;
  if (rotator !== undefined && wasAnsweredBefore(world, change, rotator))
    return "a response sent before the login's arrives after it";
  if (rotator !== undefined && change.repeated && change !== rotator)
    return "a response whose write was repeated arrives after the login's";
  const isAnonymous = change.openedWith === undefined;
  if (isAnonymous && change.openedAt !== undefined && change.openedAt - change.sentAt >= grace)
    return "a request is under way for longer than the grace before it is opened";
  if (change.flushes && isAnonymous) return "a flush by a retired secret replaces the cookie";
  if (change.flushes && inserted.has(id))
    return "a flush's deletion arrives after the cookie of a session that was started meanwhile";
  const isByLogin = (session: string) => (inserted.get(session)?.logins.size ?? 0) > 0;
  const byLogin = isByLogin(id);
  const isOwn = inserted.get(found ?? "") === change;
  const began = [...inserted.values()].includes(change);
  if (change.logins.size > 0 && (byLogin || began)) return "a login starts a session of its own";
  // From then on the browser has been given two, and a third request may be under way in the other one.
  const other = change.openedWith === id ? undefined : change.openedWith;
  if (other !== undefined && (byLogin || isByLogin(other))) return "a login starts a session of its own";
  // Without a cookie: the deletion of a flush had arrived before it was sent.
  if ((inserted.has(id) && (change.logins.size > 0 || isOwn)) || (isOwn && change.claim === undefined))
    return "after a session was destroyed, a parallel save and login each start one";
  return undefined;
}

/** Whether the browser holds the cookie of a response that was sent before that of a login, and came after it. */
export function cameAfterLogin(world: World, { changes }: Browser): boolean {
  const last = changes.at(-1);
  return changes.some(
    (login) => last !== undefined && login.logins.size > 0 && wasAnsweredBefore(world, last, login),
  );
}

function isLostFromTheStart(world: World, { name }: Browser, epoch: number, id: string): boolean {
  const cookie = world.prepared.cookies.get(name);
  return cookie?.startsWith(id) === true && Number.parseInt(cookie.split(".")[2] ?? "", 36) !== epoch;
}

/** Whether the cookie of a request has reached its browser. Where a call was disturbed, the error page has none. */
function gotCookie({ response, disturbed }: Run): boolean {
  if (response?.fate !== "arrived") return false;
  return response.setCookie.length > 0 || !disturbed;
}

function wasAnsweredBefore({ answered }: World, run: Run, other: Run): boolean {
  return run !== other && answered.indexOf(run) < answered.indexOf(other);
}

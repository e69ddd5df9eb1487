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
  const last = browser.changes.at(-1);
  const boundary = boundaries.findLast(({ key, epoch: reached }) => key === id && reached === epoch);
  const rotator = boundary?.run ?? inserted.get(id);
  if (rotator !== undefined && rotator.plan.browser !== browser.name)
    return "another browser has rotated the session";
  if (rotator === undefined && isLostFromTheStart(world, browser, epoch, id))
    return "a login's own response is lost";
  if (rotator !== undefined && !gotCookie(rotator)) return "a login's own response is lost";
  if (last === undefined) return undefined;
  if (rotator !== undefined && wasAnsweredBefore(world, last, rotator))
    return "a response sent before the login's arrives after it";
  if (last.openedWith === undefined && last.openedAt !== undefined && last.openedAt - last.sentAt >= grace)
    return "a request is under way for longer than the grace before it is opened";
  if (cameLate(world, browser.name)) return "a response is under way for longer than the grace";
  if (last.flushes && last.openedWith === undefined) return "a flush by a retired secret replaces the cookie";
  if (last.flushes && inserted.has(id))
    return "a flush's deletion arrives after the cookie of a session that was started meanwhile";
  if (inserted.get(found ?? "") !== last) return undefined;
  if (last.logins.size > 0) return "a login starts a session of its own";
  if (inserted.has(id)) return "after a session was destroyed, a parallel save and login each start one";
  return undefined;
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

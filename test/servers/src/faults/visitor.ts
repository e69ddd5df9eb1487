import type { Session, Sessions } from "@sess/core";
import type { FaultBench } from "./bench.ts";
import { eventually, isUnavailable } from "./eventually.ts";

/** Somebody with a browser. */
export interface Visitor {
  readonly name: string;
  /** The `Cookie` header of the next request. */
  cookies?: string;
}

/** The session was there, and the request was told that it is empty. */
export class AnsweredAsEmpty extends Error {
  constructor({ name }: Visitor) {
    super(`The session of ${name} exists, and was answered as an empty one.`);
  }
}

/** One request: opens the session, runs the handler, commits. */
export async function visit(
  sessions: Sessions,
  visitor: Visitor,
  handler: (session: Session) => void | Promise<void>,
): Promise<void> {
  const session = await sessions.open({ cookies: visitor.cookies, secure: true, request: {} });
  await handler(session);
  const changes = await sessions.commit(session, { status: 200 });
  const cookie = changes?.setCookie?.at(-1)?.split(";")[0];
  if (cookie !== undefined) visitor.cookies = cookie;
}

/** A visitor who is logged in. */
export async function logIn(sessions: Sessions, name: string): Promise<Visitor> {
  const visitor: Visitor = { name };
  await visit(sessions, visitor, (session) => {
    session.owner = name;
    session.set("name", name);
  });
  return visitor;
}

/** Throws unless the session is the visitor's. */
export function assertOwn(visitor: Visitor, session: Session): void {
  const found = [session.get("name"), session.owner];
  if (found.every((one) => one === undefined)) throw new AnsweredAsEmpty(visitor);
  if (found.some((one) => one !== visitor.name)) {
    throw new Error(`${visitor.name} was given the session of ${found.join(", ")}.`);
  }
}

/** Once the store can be reached, the session is there. `look` may look into it. */
export function assertThere(
  { patient, recovery }: FaultBench,
  visitor: Visitor,
  look: (session: Session) => void = () => {},
): Promise<void> {
  const attempt = () =>
    visit(patient, visitor, (session) => {
      assertOwn(visitor, session);
      look(session);
    });
  return eventually(`${visitor.name} is answered`, recovery, attempt, (error) => !isUnavailable(error));
}

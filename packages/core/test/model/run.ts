import type { Session, SessionEventName, SessionEvents, SessionRecord } from "../../src/index.ts";
import type { Contents } from "./change.ts";
import type { CookieClaim } from "./contents.ts";
import type { Effect } from "./explanation.ts";
import type { Operation } from "./operations.ts";

/** Sessions of the walk hold any text and numbers. */
export type Data = Record<string, unknown>;

/** One request of a scenario. */
export interface Planned {
  /** A letter. */
  readonly name: string;
  readonly does: Operation;
  /** Whose cookies it carries. */
  readonly browser: string;
  /** It is sent when the response of this request has arrived. */
  readonly after?: string;
}

/** What a request was shown of its session. */
export interface View extends Contents {
  readonly id: string | undefined;
}

/** An event that core told while it worked for this request. */
export type Told = {
  readonly [Name in SessionEventName]: { readonly name: Name } & SessionEvents[Name];
}[SessionEventName];

/** What a response brings to its browser. */
export interface Response {
  readonly setCookie: readonly string[];
  fate: "under way" | "arrived" | "lost";
  /** When it went out, and when it came. */
  sentAt: number;
  arrivedAt: number | undefined;
}

/** One request while it runs, and what can be said about it afterwards. */
export interface Run {
  readonly plan: Planned;
  phase: "unsent" | "running" | "done" | "dead";
  session: Session<Data> | undefined;
  /** The credential it was sent with, and when. */
  claim: CookieClaim | undefined;
  sentAt: number;
  openedAt: number | undefined;
  /** The effects that were acknowledged when it read its session. */
  known: ReadonlySet<Effect>;
  /** The ID of the session it was opened with. */
  openedWith: string | undefined;
  /** The records it was shown by the store, newest last. */
  readonly seen: Map<string, SessionRecord>;
  /** The epoch in which it may write to a session. */
  readonly epochs: Map<string, number>;
  /** The owners it has logged in as; `undefined` where it has logged in without one. */
  readonly logins: Set<string | undefined>;
  /** It has asked for a flush. */
  flushes: boolean;
  /** The sessions whose flush has finished. */
  readonly flushed: Set<string>;
  /** The keys whose values it has replaced without having seen them. */
  readonly overwrote: Set<string>;
  readonly told: Told[];
  /** How many of these have been checked. */
  checked: number;
  readonly views: View[];
  readonly errors: unknown[];
  /** A fault was injected into one of its calls: it may be told so. */
  disturbed: boolean;
  /** The store has done a write of it twice, because the first reply was lost below. */
  repeated: boolean;
  response: Response | undefined;
  /** The response has been checked. */
  answered: boolean;
}

export function startRun(plan: Planned): Run {
  return {
    plan,
    phase: "unsent",
    session: undefined,
    claim: undefined,
    sentAt: 0,
    openedAt: undefined,
    known: new Set(),
    openedWith: undefined,
    seen: new Map(),
    epochs: new Map(),
    logins: new Set(),
    flushes: false,
    flushed: new Set(),
    overwrote: new Set(),
    told: [],
    checked: 0,
    views: [],
    errors: [],
    disturbed: false,
    repeated: false,
    response: undefined,
    answered: false,
  };
}

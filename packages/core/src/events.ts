import { type Channel, channel } from "#platform";

/** What every event tells. IDs are public names, not credentials. */
export interface SessionEvent {
  /** The ID of the session, where there is one. */
  readonly id?: string;
  /** Whose session it is, where it has an owner. */
  readonly owner?: string;
}

/** The events and what they tell besides ID and owner. */
export interface SessionEvents {
  /** A session was inserted. */
  created: SessionEvent;
  /** A session was read for a request. */
  loaded: SessionEvent;
  /** A cookie that we issued leads to no session: expired, removed, or `undecodable`. */
  unknown: SessionEvent & { readonly reason: "missing" | "undecodable" };
  /** A retired secret came back in its own epoch: a stolen cookie, or a very late request. */
  replayed: SessionEvent;
  /** A cookie that we did not issue (`forged`), or cookies that lead to several sessions (`tossed`). */
  tampered: SessionEvent & { readonly reason: "forged" | "tossed" };
  /** Loaded data did not satisfy `validate`; these keys were dropped. */
  invalid: SessionEvent & { readonly keys: readonly string[]; readonly issues: readonly unknown[] };
  /** Changes were saved. */
  saved: SessionEvent;
  /** Another request had changed these keys meanwhile; this one's values won. */
  conflict: SessionEvent & { readonly keys: readonly string[] };
  /** The secret changed: a renewal, a rotation or a login. */
  rotated: SessionEvent & { readonly reason: "renewal" | "rotation" | "login" };
  /** The deadline was moved to this time, in epoch milliseconds. */
  touched: SessionEvent & { readonly expiresAt: number };
  /** The session was flushed. */
  flushed: SessionEvent;
  /** A change was dropped: its session had vanished or belonged to another epoch, or its response was aborted. */
  gone: SessionEvent & { readonly reason: "vanished" | "rotated" | "retired" | "aborted" };
  /** Sessions of an owner were ended from outside, or one by `onReplay`. */
  revoked: SessionEvent & { readonly ids: readonly string[] };
  /** Expired records were removed. */
  swept: SessionEvent & { readonly count: number };
  /** A store failed. The request was told as well, if there was one. */
  error: SessionEvent & { readonly error: unknown };
}

/** The names of the events. */
export type SessionEventName = keyof SessionEvents;

/** Functions to be told of events. One that throws fails no request: its error surfaces as an uncaught exception. */
export type Listeners = {
  readonly [Name in SessionEventName]?: (event: SessionEvents[Name]) => void;
};

/** The names of all events, in the order of a session's life. */
export const eventNames: readonly SessionEventName[] = [
  "created",
  "loaded",
  "unknown",
  "replayed",
  "tampered",
  "invalid",
  "saved",
  "conflict",
  "rotated",
  "touched",
  "flushed",
  "gone",
  "revoked",
  "swept",
  "error",
];

/** Tells an event; the payload is built only where somebody listens. */
export type Emit = <Name extends SessionEventName>(name: Name, event: () => SessionEvents[Name]) => void;

/** The way to tell events to `listeners` and to the diagnostics channels `sess:<event>`. */
export function createEmit(listeners: Listeners): Emit {
  const channels: Partial<Record<SessionEventName, Channel>> = {};
  for (const name of eventNames) {
    const found = channel(`sess:${name}`);
    if (found !== undefined) channels[name] = found;
  }
  return (name, event) => {
    const listener = listeners[name];
    const subscribed = channels[name];
    if (listener === undefined && subscribed?.hasSubscribers !== true) return;
    const payload = event();
    if (subscribed?.hasSubscribers === true) subscribed.publish(payload);
    if (listener === undefined) return;
    try {
      listener(payload);
    } catch (error) {
      // As diagnostics_channel does: a listener must not decide about a request, and its error must not be lost.
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}

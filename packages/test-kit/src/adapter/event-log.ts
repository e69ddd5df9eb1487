import { eventNames, type Listeners, type SessionEventName, type SessionEvents } from "@sess/core";

/** What a manager has told. */
export interface EventLog {
  /** For the option `on`. */
  readonly listeners: Listeners;
  /** The events of this name so far, oldest first. */
  told<Name extends SessionEventName>(name: Name): readonly SessionEvents[Name][];
  /** Resolves at the next event of this name. */
  next(name: SessionEventName): Promise<void>;
}

export function createEventLog(): EventLog {
  const entries: { readonly name: SessionEventName; readonly event: unknown }[] = [];
  const waiting = new Map<SessionEventName, (() => void)[]>();
  const hear = (name: SessionEventName) => (event: unknown) => {
    entries.push({ name, event });
    for (const resolve of waiting.get(name) ?? []) resolve();
    waiting.delete(name);
  };
  return {
    listeners: Object.fromEntries(eventNames.map((name) => [name, hear(name)])),
    told: <Name extends SessionEventName>(name: Name) =>
      entries.filter((entry) => entry.name === name).map((entry) => entry.event as SessionEvents[Name]),
    next: (name: SessionEventName) =>
      new Promise<void>((resolve) => {
        waiting.set(name, [...(waiting.get(name) ?? []), resolve]);
      }),
  };
}

import { type Awaitable, chain } from "./awaitable.ts";
import type { Engine } from "./engine.ts";
import { absoluteEnd } from "./expiry.ts";
import type { Snapshot } from "./record.ts";

/** A record taken apart, or why there is none. */
export type Found = Snapshot | "missing" | "undecodable";

/** The live record of a session. `fresh`: past any cache. */
export function readSnapshot(engine: Engine, id: string, now: number, fresh: boolean): Awaitable<Found> {
  const { calls, format, store } = engine;
  return chain(
    calls.run("read", id, () => store?.read(id, now, fresh)),
    (record) => {
      // Not the other way round: what is no number is past.
      if (record === undefined || !(record.expiresAt > now)) return "missing";
      return chain(format.open(id, record), (snapshot) => {
        if (snapshot === undefined) return "undecodable";
        // The option may be shorter than when the record was written.
        const { absolute } = engine.settings;
        const { header } = snapshot;
        const end = header.absolute.own ? absoluteEnd(header) : header.startedAt + absolute;
        return end <= now ? "missing" : snapshot;
      });
    },
  );
}

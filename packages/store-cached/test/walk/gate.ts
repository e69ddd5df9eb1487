import type { SessionStore } from "@sess/core";

/** A call of a tier that waits to be done, or whose answer waits to arrive. */
export interface Waiting {
  /** The process that waits for it. */
  readonly process: number;
  go(): void;
}

/** What happens to the calls of a tier. */
export interface GateOptions {
  readonly waiting: Waiting[];
  readonly process: number;
  /** An answer arrives in a step of its own. */
  readonly slowReplies: boolean;
  /** Whether this call fails, and whether it is done all the same. */
  readonly fails?: () => "before" | "after" | undefined;
  /** Told when the call has been done, before its answer. */
  readonly done?: () => void;
}

/** The tier as one process has it: each call waits until the walk lets it go on. */
export function gate(
  base: SessionStore,
  { waiting, process, slowReplies, fails, done }: GateOptions,
): SessionStore {
  const wait = (work: () => unknown): Promise<never> =>
    new Promise((resolve, reject) => {
      const go = () => {
        const fault = fails?.();
        const answer = fault === "before" ? undefined : work();
        done?.();
        const settle = () => (fault ? reject(new Error("The tier failed.")) : resolve(answer as never));
        if (slowReplies) waiting.push({ process, go: settle });
        else settle();
      };
      waiting.push({ process, go });
    });
  const { touch, removeOwner } = base;
  if (!touch || !removeOwner) throw new Error("The tiers of a walk can touch and remove by owner.");
  return {
    abilities: base.abilities,
    read: (...given) => wait(() => base.read(...given)),
    write: (...given) => wait(() => base.write(...given)),
    remove: (...given) => wait(() => base.remove(...given)),
    touch: (...given) => wait(() => touch(...given)),
    listOwner: (...given) => base.listOwner?.(...given) ?? (async function* () {})(),
    removeOwner: (...given) => wait(() => removeOwner(...given)),
  };
}

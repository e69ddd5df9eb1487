import type { SessionRecord } from "@sess/core";

/** What the slow tier has held, and which of it a read may answer. */
export interface History {
  /** This process has been at the slow tier. */
  look(process: number, now: number): void;
  /** The change that this process made was acknowledged: what was before is past. */
  acknowledge(process: number): void;
  /** A read begins. Its answer is judged by what is returned. */
  begin(isFresh: boolean, process: number, now: number): (answer: SessionRecord | undefined) => void;
}

/**
 * Every read must answer what the slow tier held when the last change was acknowledged, or later, and a fresh one what
 * it held when the read began, or later. In a walk where calls fail or a process dies, only the process that was told of
 * a change is held to that; the others may be behind by `bound` milliseconds, no more.
 */
export function createHistory(
  current: () => SessionRecord | undefined,
  { bound, disturbed }: { readonly bound: number; readonly disturbed: boolean },
): History {
  const picture = (record: SessionRecord | undefined) =>
    record === undefined ? "nothing" : `${record.version} until ${record.expiresAt} by ${record.owner}`;
  const past: { readonly state: string; readonly until: number }[] = [];
  const changed = [0, 0];
  const acknowledged = [0, 0];
  let state = picture(current());
  return {
    look(process, now) {
      const seen = picture(current());
      if (seen === state) return;
      past.push({ state, until: now });
      changed[process] = past.length;
      state = seen;
    },
    acknowledge(process) {
      acknowledged[process] = changed[process] ?? 0;
    },
    begin(isFresh, process, now) {
      const known = disturbed ? (acknowledged[process] ?? 0) : Math.max(...acknowledged);
      const from = isFresh ? past.length : known;
      return (answer) => {
        const right = [...past.slice(from).filter(({ until }) => until >= now - bound), { state }];
        if (right.some((held) => held.state === picture(answer))) return;
        const others = right.map((held) => held.state).join(" or ");
        throw new Error(`A read in process ${process} answered ${picture(answer)} instead of ${others}.`);
      };
    },
  };
}

import { foundIn, type Mutation } from "./mutation.ts";

/** What overlapping requests do to each other. */
export const merging: readonly Mutation[] = foundIn("merging.test.ts", [
  [
    "merging: deleted keys are deleted",
    "merge.ts",
    "for (const key of delta.removed) delete data[key];",
    "",
    "keep each other's keys",
  ],
  [
    "merging: fresh keys stay",
    "merge.ts",
    "if (!delta.cleared) Object.assign(data, fresh);",
    "",
    "keep each other's keys",
  ],
  [
    "merging: conflicts are named",
    "merge.ts",
    "return { data, conflicts };",
    "return { data, conflicts: [] };",
    "name it in on.conflict",
  ],
  [
    "merging: the same value is no conflict",
    "merge.ts",
    "&& theirs !== textOf(codec, data, key)",
    "",
    "do not conflict where both say the same",
  ],
  [
    "merging: onConflict",
    "conflict.ts",
    `engine.settings.onConflict === "error"`,
    "false",
    "fail the later one with onConflict",
  ],
  [
    "merging: clear is a change of all keys",
    "merge.ts",
    "cleared: true, set: new Map(Object.entries(own))",
    "cleared: false, set: new Map(Object.entries(own))",
    "is one change of all keys",
  ],
  [
    "merging: exactly the flash values taken go",
    "flash.ts",
    ".filter((entry) => !taken.has(entry.name))",
    ".filter(() => taken.size === 0)",
    "merges flash values",
  ],
  [
    "merging: a save shows what others have saved",
    "rebase.ts",
    "if (key in merged) data[key] = merged[key];\n    else delete data[key];",
    "",
    "show the later one what the earlier one has saved",
  ],
]);

/** Functions that run again. */
export const update: readonly Mutation[] = foundIn("update.test.ts", [
  [
    "merging: updates run again",
    "merge.ts",
    "  runUpdates(data, delta.updates);\n",
    "",
    "runs again on the newer value",
  ],
  [
    "merging: an update that a set follows is plain",
    "changes.ts",
    "if (this.updates[index]?.key === key) this.updates.splice(index, 1);",
    "",
    "is plain where a set follows",
  ],
  [
    "merging: an update after a set is part of it",
    "changes.ts",
    "if (!this.cleared && !this.plain.has(key)) this.updates.push",
    "this.updates.push",
    "is part of a plain value where it follows a set",
  ],
]);

/** One request, its saves, and what goes on meanwhile. */
export const saving: readonly Mutation[] = foundIn("saving.test.ts", [
  [
    "saving: store calls run one after the other",
    "state.ts",
    "this.#busy === undefined ? work() : this.#busy.then(work)",
    "work()",
    "run one after the other, in the order",
  ],
  [
    "saving: later changes inside values stay",
    "rebase.ts",
    "if (updates.length === 0 && mine !== textOf(codec, saved, key)) continue;",
    "",
    "comes on top of what a merge has brought in",
  ],
  [
    "saving: later updates run on top",
    "rebase.ts",
    "for (const update of updates) runUpdate(data, update);",
    "",
    "comes on top of what a merge has brought in",
  ],
]);

/** Saves that fail. */
export const failingSave: readonly Mutation[] = foundIn("failing-save.test.ts", [
  [
    "saving: a failed save keeps its changes",
    "changes.ts",
    "if (later.cleared) this.clear();",
    "",
    "keeps the order",
  ],
  [
    "saving: an error page tries nothing again",
    "commit.ts",
    "state.abandoned = true;",
    "",
    "the error page tries nothing again",
  ],
]);

/** Writes whose reply never came. */
export const lostReplies: readonly Mutation[] = foundIn("lost-replies.test.ts", [
  [
    "lost replies: a write is found",
    "unsure.ts",
    "fresh.record.version === version ||",
    "",
    "is found by its version",
  ],
  [
    "lost replies: below others, too",
    "unsure.ts",
    "|| namesVersion(fresh.header.versions, version)",
    "",
    "is found below 7 writes",
  ],
  [
    "lost replies: eight versions are named",
    "engine.ts",
    "byToken ? 0 : 7",
    "byToken ? 0 : 6",
    "is found below 7 writes",
  ],
  [
    "lost replies: the next save finds out first",
    "persist.ts",
    "state.saving === undefined ? undefined : settleAttempts(state)",
    "state.restore()",
    "adds what was changed since to the next save",
  ],
  [
    "lost replies: an insert is found",
    "write.ts",
    "there?.version === record.version",
    "false",
    "inserts a new session once",
  ],
  [
    "lost replies: a flush removes them, too",
    "flush.ts",
    "new Set(state.attempts.map(({ snapshot }) => snapshot.id))",
    "new Set<string>()",
    "leaves nothing where the session is flushed after it",
  ],
]);

/** Stores that do not answer. */
export const timeouts: readonly Mutation[] = foundIn("timeouts.test.ts", [
  [
    "timeouts: a write that may still land is not done twice",
    "unsure.ts",
    "if (open === undefined) return giveUp(state);",
    "if (open === undefined || found) return giveUp(state);",
    "is kept later than the next save asks",
  ],
]);

/** One thing that a handler asks of a session, as the promises see it. */
export type Change =
  | { readonly kind: "set"; readonly key: string; readonly value: string }
  | { readonly kind: "add"; readonly key: string }
  | { readonly kind: "clear" }
  | { readonly kind: "own"; readonly owner: string | undefined }
  | { readonly kind: "flash"; readonly value: string }
  | { readonly kind: "take"; readonly values: readonly string[] };

/** What a session holds. */
export interface Contents {
  readonly data: Readonly<Record<string, unknown>>;
  readonly owner: string | undefined;
  readonly flash: readonly string[];
}

export const empty: Contents = { data: {}, owner: undefined, flash: [] };

/** What a session holds after a change, if nobody else is there. */
export function apply(contents: Contents, change: Change): Contents {
  const { data, flash } = contents;
  switch (change.kind) {
    case "set":
      return { ...contents, data: { ...data, [change.key]: change.value } };
    case "add":
      return { ...contents, data: { ...data, [change.key]: Number(data[change.key] ?? 0) + 1 } };
    case "clear":
      return { ...contents, data: {} };
    case "own":
      return { ...contents, owner: change.owner };
    case "flash":
      return { ...contents, flash: [...flash, change.value] };
    case "take":
      return { ...contents, flash: flash.filter((value) => !change.values.includes(value)) };
  }
}

/** Two contents are the same where their texts are: the order of keys does not count. */
export function textOf({ data, owner, flash }: Contents): string {
  return JSON.stringify([
    Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)),
    owner,
    [...flash].sort(),
  ]);
}

import type { SessionRecord } from "@sess/core";

/** A damage to a record that something was once wrong with, cut down to what matters. */
export interface Kept {
  /** What happened. */
  readonly found: string;
  readonly damage: (record: SessionRecord) => SessionRecord;
  /** Whom the session belongs to, and how many sessions the owner's list has: `refused` where it fails with our error. */
  readonly expected: { readonly owner: string | undefined; readonly listed: number | "refused" };
}

/** Every finding so far in what a store says, by the order in which they came. */
export const kept: readonly Kept[] = [
  {
    found: "a device that is no JSON ended the list of all sessions of its owner",
    damage: (record) => ({ ...record, data: record.data.replace('{"agent"', '["agent"') }),
    expected: { owner: "anna", listed: 1 },
  },
  {
    found: "a deadline that is no number never passed",
    damage: (record) => ({ ...record, expiresAt: Number.NaN }),
    expected: { owner: undefined, listed: 1 },
  },
  {
    found: "a time without end became a date without end",
    damage: (record) => ({ ...record, data: field(record.data, 1, "z".repeat(300)) }),
    expected: { owner: undefined, listed: 0 },
  },
  {
    found: "a length below zero took the body apart from its end",
    damage: (record) => ({ ...record, data: field(record.data, 9, "-5") }),
    expected: { owner: undefined, listed: 0 },
  },
  {
    found: "a version with a NUL was written into the next record",
    damage: (record) => ({ ...record, version: "a\0b c" }),
    expected: { owner: "anna", listed: 1 },
  },
  {
    found: "a previous secret that is no hash was written into the next record",
    damage: (record) => ({ ...record, data: field(record.data, 12, "\0:") }),
    expected: { owner: undefined, listed: 0 },
  },
  {
    found: "an error of the backend came out of a list as it was",
    damage(record) {
      if (new Error().stack?.includes("listOwner") === true) throw new RangeError("Value is too large");
      return record;
    },
    expected: { owner: "anna", listed: "refused" },
  },
];

/** The header line of a record's text with another field in the place of one. */
function field(data: string, index: number, value: string): string {
  const [line = "", ...body] = data.split("\n");
  const fields = line.split(" ");
  fields[index] = value;
  return [fields.join(" "), ...body].join("\n");
}

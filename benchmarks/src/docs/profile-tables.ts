import type { Profile } from "../parts/profile.ts";
import { digits } from "../statistics.ts";
import { table } from "../table.ts";

/** One column of a table: where the time of something went. */
export interface Column {
  readonly head: string;
  readonly total: number;
  readonly spots: Profile["spots"];
}

type Spot = Profile["spots"][number];

const places: Readonly<Record<"file" | "function", (spot: Spot) => readonly string[]>> = {
  file: ({ file }) => [file],
  function: ({ name, file }) => [`\`${name}\``, file],
};

/** Microseconds by file or by function: what costs most in any of the columns, and what all the rest takes. */
export function profileTable(by: "file" | "function", columns: readonly Column[], count: number): string {
  const rows = new Map<string, { readonly place: readonly string[]; readonly costs: number[] }>();
  for (const [index, { spots }] of columns.entries()) {
    for (const spot of spots) {
      const place = places[by](spot);
      const row = rows.get(place.join()) ?? { place, costs: columns.map(() => 0) };
      row.costs[index] = (row.costs[index] ?? 0) + spot.microseconds;
      rows.set(place.join(), row);
    }
  }
  const biggest = [...rows.values()]
    .sort((a, b) => Math.max(...b.costs) - Math.max(...a.costs))
    .slice(0, count);
  const shown = (cost: number) => (cost < 0.05 ? "-" : digits(cost));
  const rest = columns.map(({ total }, index) =>
    biggest.reduce((left, { costs }) => left - (costs[index] ?? 0), total),
  );
  const blank = by === "function" ? [""] : [];
  return table(
    [...(by === "function" ? ["function"] : []), "file", ...columns.map(({ head }) => head)],
    [
      ...biggest.map(({ place, costs }) => [...place, ...costs.map(shown)]),
      ["all the rest", ...blank, ...rest.map(shown)],
      ["**in all, µs**", ...blank, ...columns.map(({ total }) => digits(total))],
    ],
  );
}

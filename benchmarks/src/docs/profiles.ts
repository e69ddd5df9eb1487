import type { Profile } from "../parts/profile.ts";
import { scenarioNames } from "../scenario.ts";
import { type Column, profileTable } from "./profile-tables.ts";
import type { ResultsAtHand } from "./results-at-hand.ts";

const column = (head: string, { total, spots }: Pick<Profile, "total" | "spots">): Column => ({
  head,
  total,
  spots,
});

/** The fragments of the page that show where time goes, by name. */
export function profileFragments({ profile, http, scale }: ResultsAtHand): Readonly<Record<string, string>> {
  const missing = "*Not measured yet.*";
  const shown = (by: "file" | "function", columns: readonly Column[], count: number) =>
    columns.length === 0 ? missing : profileTable(by, columns, count);
  const taken = profile?.profiles ?? [];
  const frameworks = scenarioNames.map((scenario) => {
    const columns = taken
      .filter((one) => one.scenario === scenario && one.id.endsWith(", memory"))
      .map((one) => column(one.id.replace(", memory", ""), one));
    return [scenario, columns] as const;
  });
  const others = taken
    .filter(({ id }) => !id.endsWith(", memory"))
    .map((one) => column(`${one.id.replace("@sess/express, ", "")}: ${one.scenario}`, one));
  const memory = (scale?.rows ?? [])
    .filter(({ store }) => store === "memory")
    .flatMap(({ sessions, read, spots }) =>
      spots === undefined
        ? []
        : [column(`read, ${sessions.toLocaleString("en")} sessions`, { total: read, spots })],
    );
  return {
    ...Object.fromEntries(
      frameworks.map(([scenario, columns]) => [`files of ${scenario}`, shown("file", columns, 14)]),
    ),
    ...Object.fromEntries(
      frameworks.map(([scenario, columns]) => [`functions of ${scenario}`, shown("function", columns, 16)]),
    ),
    "functions of the other stores": shown("function", others, 18),
    "functions over HTTP": shown(
      "function",
      (http?.profiles ?? []).map((one) => column(one.id.replace(", memory", ""), one)),
      14,
    ),
    "functions of a growing memory store": shown("function", memory, 6),
  };
}

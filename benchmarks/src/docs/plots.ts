import type { Contestant } from "../contestant.ts";
import type { CpuResult } from "../parts/cpu.ts";
import type { Growth, ScaleResult } from "../parts/scale.ts";
import type { ScenarioName } from "../scenario.ts";
import { type Bar, barChart } from "./bar-chart.ts";
import { type Line, lineChart } from "./line-chart.ts";
import { overheadOf } from "./results-at-hand.ts";

const colors: Readonly<Record<Contestant["kind"], string>> = {
  bare: "#8c959f",
  floor: "#8c959f",
  part: "#8c959f",
  ours: "#0969da",
  peer: "#bf8700",
};

/** Every contestant's overhead in one scenario, by framework. */
export function overheadPlot(cpu: CpuResult, scenario: ScenarioName): string {
  const frameworks = [...new Set(cpu.contestants.map(({ entry }) => entry.framework))];
  const groups = frameworks.map((framework) =>
    cpu.contestants
      .filter(({ entry }) => entry.framework === framework && entry.kind !== "part")
      .flatMap(({ entry }): Bar[] => {
        const value = overheadOf(cpu, entry.id, scenario);
        return value === undefined ? [] : [{ label: entry.id, value, color: colors[entry.kind] }];
      })
      .sort((a, b) => a.value - b.value),
  );
  return barChart(
    `Overhead of ${scenario === "anonymous" ? "an" : "a"} ${scenario} request`,
    "µs of CPU",
    groups,
  );
}

const lineColors = ["#0969da", "#bf8700", "#1a7f37", "#cf222e", "#8250df", "#57606a", "#bc4c00"];

/** How one call grows with the number of sessions, in each store. */
export function growthPlot({ rows }: ScaleResult, call: "read" | "revoke" | "save" | "sweep"): string {
  const stores = [...new Set(rows.map(({ store }) => store))];
  const lines = stores
    .map((store, index): Line => {
      const points = rows
        .filter((row: Growth) => row.store === store && row[call] > 0)
        .map((row) => ({ x: row.sessions, y: row[call] }));
      return { label: store, color: lineColors[index] ?? "#57606a", points };
    })
    .filter(({ points }) => points.length > 0);
  const titles = {
    read: "One read",
    save: "One save",
    sweep: "Removing one expired session in a sweep",
    revoke: "Ending the ten sessions of one owner",
  };
  return lineChart(titles[call], "sessions stored", "µs", lines);
}

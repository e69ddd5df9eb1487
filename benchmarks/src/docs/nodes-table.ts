import { digits } from "../statistics.ts";
import { table } from "../table.ts";
import { overheadOf, type ResultsAtHand } from "./results-at-hand.ts";

const compared = ["anonymous", "read", "write", "create"] as const;

/** Overheads of the memory stores by version of Node, oldest first. */
export function nodesTable({ cpu, otherNodes }: ResultsAtHand): string | undefined {
  if (cpu === undefined || otherNodes.length === 0) return undefined;
  const nodes = [...otherNodes, cpu].sort((a, b) => majorOf(a) - majorOf(b));
  const measured = (id: string) =>
    otherNodes.every(({ contestants }) => contestants.some(({ entry }) => entry.id === id));
  return table(
    ["overhead, µs of CPU", ...compared.flatMap((name) => nodes.map((node) => `${name}, ${majorOf(node)}`))],
    cpu.contestants
      .filter(({ entry: { id } }) => measured(id))
      .map(({ entry: { id } }) => [
        id,
        ...compared.flatMap((name) =>
          nodes.map((node) => {
            const overhead = overheadOf(node, id, name);
            return overhead === undefined ? "-" : digits(overhead);
          }),
        ),
      ]),
  );
}

function majorOf({ circumstances: { node } }: { readonly circumstances: { readonly node: string } }): number {
  return Number(node.slice(1).split(".")[0]);
}

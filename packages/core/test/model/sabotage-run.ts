// Walks through the scenario of one sabotage, and prints the first promise that it finds broken. Runs in a copy of core
// in which that rule is broken.
import { sabotages } from "./sabotages.ts";
import { createWalk, walkThrough } from "./walk.ts";

const sabotage = sabotages[Number(process.argv[2])];
if (sabotage === undefined) throw new Error(`There is no sabotage ${process.argv[2]}.`);
const walk = createWalk();
await walkThrough(sabotage.scenario, walk, { first: true });
process.stdout.write(walk.findings[0]?.breach.message ?? "");

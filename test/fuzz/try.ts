import { campaign } from "./campaign.ts";
const { default: _d, ...m } = await import(`./targets/${process.argv[2]}.ts`) as any;
const target: any = Object.values(m).find((v: any) => v.open);
const t = performance.now();
const n = Number(process.argv[3] ?? 10000);
const f = await campaign(target, { seed: Number(process.argv[4] ?? 1), inputs: n });
const seen = new Set();
for (const x of f) { const k = x.what.slice(0,300); if (seen.has(k)) continue; seen.add(k); console.log(x.seed, x.what, x.input.slice(0, 1500)); }
console.log(f.length, "findings", ((performance.now() - t) * 1000 / n).toFixed(1), "µs each");

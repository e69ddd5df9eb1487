// `node main.ts <part> [--full] [--only=text]`: measures a part, prints its table and keeps its result.
import { parseArgs } from "node:util";
import { privateServers } from "./part.ts";
import { parts } from "./parts.ts";
import { keepResult, keptName } from "./results.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: "boolean", default: false }, only: { type: "string", default: "" } },
});
const names = positionals.length > 0 ? positionals : Object.keys(parts);
const servers = privateServers();
try {
  for (const name of names) {
    const part = parts[name];
    if (part === undefined)
      throw new Error(`There is no part ${name}: there are ${Object.keys(parts).join(", ")}.`);
    const input = { form: values.full ? "full" : "quick", only: values.only, servers } as const;
    const { result, table } = await part(input);
    console.log(`\n${name}, ${input.form} form\n\n${table}\n`);
    const kept = keptName(name, result.circumstances.node);
    if (values.only === "" || kept !== name) console.log(`Kept in ${keepResult(kept, result)}`);
  }
} finally {
  await servers.stop();
}

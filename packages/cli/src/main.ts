#!/usr/bin/env node
import { run } from "./program.ts";

await run(process.argv.slice(2));
// Clients that the configuration opened would keep the process alive. What was printed goes out first.
for (const stream of [process.stdout, process.stderr])
  await new Promise<void>((done) => stream.write("", () => done()));
process.exit();

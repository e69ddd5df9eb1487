#!/usr/bin/env node
import { relative } from "node:path";
import { Command } from "commander";
import { createStorePackage } from "./create-store-package.ts";

const command = new Command("create-store")
  .description("Writes a package for a session store of your own, with the tests that prove it.")
  .usage("<folder> [--name <package>]")
  .argument("<folder>", "where to write it: empty, or not there yet")
  .option("--name <package>", "the name of the package, if it is not the folder's")
  .addHelpText("after", "\nExample:\n  npm create @sess/store store-dynamodb")
  .showHelpAfterError()
  .action((folder: string, { name }: { readonly name?: string }) => {
    try {
      const made = createStorePackage({ folder, name });
      process.stdout.write(nextSteps(made.packageName, made.functionName, made.folder));
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  });

function nextSteps(packageName: string, functionName: string, folder: string): string {
  return `Wrote ${packageName} with ${functionName}, which works and keeps its sessions in a Map.

Next:
  cd ${relative(process.cwd(), folder) || "."}
  npm install
  npm test

Then put your backend in the place of the Map, in src/index.ts. How to give the suite a backend
of its own to try: node_modules/@sess/test-kit/README.md
`;
}

command.parse();

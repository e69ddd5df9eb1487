// Puts the template into the build, from which it is published.
import { cpSync, renameSync } from "node:fs";
import { basename } from "node:path";

cpSync("template", "dist/template", {
  recursive: true,
  filter: (path) => !["node_modules", "dist"].includes(basename(path)),
});
// npm leaves a .gitignore out of a package, and a second package.json would count as one.
for (const name of [".gitignore", "package.json"])
  renameSync(`dist/template/${name}`, `dist/template/_${name}`);

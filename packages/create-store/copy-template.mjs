// Puts the template into the build, from which it is published.
import { cpSync } from "node:fs";
import { basename } from "node:path";

cpSync("template", "dist/template", {
  recursive: true,
  filter: (path) => !["node_modules", "dist"].includes(basename(path)),
});

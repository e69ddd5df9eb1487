import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
// @ts-expect-error Plain JavaScript, because it runs before anything is installed.
import { markInstalled } from "../scripts/install.mjs";

const root = join(import.meta.dirname, "..");

/** The scripts, settings and tools of this workspace, over a core of one line and a demo site that only says what it got. */
export interface SmallWorkspace {
  readonly folder: string;
  /** Replaces the sources of the core. */
  writeCore(version: string): void;
  /** Replaces what builds the core. */
  writeBuild(code: string): void;
  /** How often the core was built. */
  builds(): number;
}

const build = `import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
appendFileSync("../../builds", "one more\\n");
mkdirSync("dist", { recursive: true });
writeFileSync("dist/index.js", readFileSync("src/index.ts", "utf8").replace("sources", "build"));
`;

const site = `import { origin } from "@sess/core";
const running = setInterval(() => {}, 1_000);
process.once("SIGTERM", () => {
  clearInterval(running);
  console.log("The store is closed.");
});
console.log(\`Serving the \${origin} with PORT=\${process.env.PORT} and \${process.argv.slice(2)}.\`);
`;

/** Makes one, in which nothing has been built yet. It is gone after the test. */
export function smallWorkspace(): SmallWorkspace {
  const folder = mkdtempSync(join(tmpdir(), "workspace-"));
  onTestFinished(() => rmSync(folder, { recursive: true, maxRetries: 3 }));
  const write = (path: string, content: string | object) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  };
  const writeCore = (version: string) =>
    write("packages/core/src/index.ts", `export const origin = "sources, ${version}";\n`);
  const writeBuild = (code: string) => write("packages/core/src/build.ts", code);
  const log = join(folder, "builds");

  for (const path of ["scripts", "package.json", "turbo.json"]) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  mkdirSync(join(folder, "node_modules"));
  for (const name of [".bin", "node", "turbo"]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  write("pnpm-workspace.yaml", "packages:\n  - packages/*\n  - examples/*\n");
  write("pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
  write("packages/core/package.json", {
    name: "@sess/core",
    type: "module",
    exports: { ".": "./src/index.ts" },
    publishConfig: { exports: { ".": { default: "./dist/index.js" } } },
    scripts: { build: "node src/build.ts" },
  });
  writeCore("first");
  writeBuild(build);
  write("examples/demo/package.json", {
    name: "@sess-examples/demo",
    type: "module",
    dependencies: { "@sess/core": "workspace:^" },
  });
  write("examples/demo/src/main.ts", site);
  mkdirSync(join(folder, "test"));
  markInstalled(folder);
  return {
    folder,
    writeCore,
    writeBuild,
    builds: () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").length - 1 : 0),
  };
}

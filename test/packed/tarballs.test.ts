import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tarballs } from "../../scripts/unpack.ts";
import { installedProject, removeProject } from "./project.ts";

const root = join(import.meta.dirname, "../..");
const names = [...tarballs().keys()];
const node20 = join(import.meta.dirname, "runtimes/node_modules/node-20/bin/node");
const peers = ["express", "koa", "hono", "@types/express", "@types/koa", "@types/node"];

let project: string;

beforeAll(async () => {
  project = await installedProject([...names.map((name) => `@sess/${name}`), ...peers], { type: "module" });
});

afterAll(() => removeProject(project));

it.each(names)("the tarball of %s holds its build, its README and its licence, and nothing else", (name) => {
  const files = execFileSync("tar", ["-tzf", tarballs().get(name) ?? ""], { encoding: "utf8" })
    .trim()
    .split("\n");
  expect(files).toEqual(
    expect.arrayContaining(["package/LICENSE", "package/README.md", "package/package.json"]),
  );
  const rest = files.filter(
    (file) =>
      !/^package\/(dist\/(.*\.(js|js\.map|d\.ts)|template\/.*)|LICENSE|README\.md|CHANGELOG\.md|package\.json)$/.test(
        file,
      ),
  );
  expect(rest).toEqual([]);
});

/** What a program imports from each package: every entry of its `exports`. */
function entries(name: string): string[] {
  const json = JSON.parse(
    execFileSync("tar", ["-xzOf", tarballs().get(name) ?? "", "package/package.json"], { encoding: "utf8" }),
  );
  return Object.keys(json.exports)
    .filter((entry) => entry !== "./package.json")
    .map((entry) => join(json.name, entry));
}

it("CommonJS on Node 20.19 gets the very same modules by require", () => {
  const specifiers = names.flatMap(entries);
  const program = `
    const specifiers = ${JSON.stringify(specifiers)};
    (async () => {
      for (const name of specifiers) if (require(name) !== (await import(name))) throw new Error(name);
      const { isSessError, SessError } = require("@sess/core");
      const { getSession } = require("@sess/express");
      try { getSession({}); } catch (error) { console.log(error instanceof SessError, isSessError(error)); }
    })();`;
  writeFileSync(join(project, "program.cjs"), program);
  const output = execFileSync(node20, ["program.cjs"], {
    cwd: project,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  expect(output).toBe("true true\n");
});

describe("the declarations", () => {
  it.each([
    ["TypeScript 7", "tsc", "nodenext"],
    ["TypeScript 7", "tsc", "bundler"],
    ["TypeScript 6", "tsc6", "nodenext"],
    ["TypeScript 6", "tsc6", "bundler"],
  ])("compile with %s (%s, %s), libraries checked too", (_title, compiler, resolution) => {
    const specifiers = names.flatMap(entries);
    const lines = specifiers.map(
      (name, index) =>
        `import * as m${index} from "${name}";\nexport type T${index} = keyof typeof m${index};`,
    );
    writeFileSync(join(project, "program.ts"), `${lines.join("\n")}\n`);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
      target: "es2022",
      lib: ["es2022", "dom", "dom.iterable"],
      types: ["node"],
      module: resolution === "bundler" ? "esnext" : "nodenext",
      moduleResolution: resolution,
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts"] }));
    const tool = join(root, "node_modules/.bin", compiler);
    let output = "";
    try {
      execFileSync(tool, ["-p", "."], { cwd: project, encoding: "utf8", stdio: "pipe" });
    } catch (error) {
      output = String((error as { stdout: unknown }).stdout);
    }
    // What is wrong in the declarations of others is theirs to mend.
    const ours = output
      .split("\n")
      .filter((line) => line !== "" && !/^ |^node_modules\/(?!@sess\/)/.test(line));
    expect(ours).toEqual([]);
  });
});

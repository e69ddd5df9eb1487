import { writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Plugin, ViteUserConfig } from "vitest/config";
import type { Reporter } from "vitest/node";
import { dependentsOf } from "./dependents.ts";
import { mutations } from "./every-mutation.ts";

const tests = resolve(import.meta.dirname, "..");
const mark = /[?&]mutation=(\d+)/;

/**
 * A test file that is imported with `?mutation=3` gets an engine of its own, in which the third mutation has broken one
 * place. The source itself stays as it is.
 */
function breaking(): Plugin {
  const affected = mutations.map(({ file }) => dependentsOf(file));
  return {
    name: "break",
    enforce: "pre",
    resolveId(path, importer = "") {
      const mutation = mark.exec(importer)?.[1];
      if (mutation === undefined || !path.startsWith(".")) return undefined;
      const id = resolve(dirname(importer), path);
      const isOwn = id.startsWith(tests) || affected[Number(mutation)]?.has(id);
      return isOwn ? `${id}?mutation=${mutation}` : undefined;
    },
    transform(code, id) {
      const mutation = mutations[Number(mark.exec(id)?.[1])];
      if (mutation === undefined || !id.includes(`/src/${mutation.file}?`)) return undefined;
      return code.replace(mutation.from, () => mutation.to);
    },
  };
}

/** Leaves the titles of the failed tests for the test that has started this. */
function failures(): Reporter {
  return {
    onTestRunEnd(modules, errors) {
      const failed = modules.flatMap(({ children }) => [...children.allTests("failed")]);
      const broken = modules.flatMap((module) => module.errors());
      const result = {
        failed: failed.map(({ fullName }) => fullName),
        errors: [...errors, ...broken].map(({ message }) => message),
      };
      writeFileSync(process.env.SESS_MUTATIONS_RESULT ?? "", JSON.stringify(result));
    },
  };
}

const config: ViteUserConfig = {
  root: resolve(tests, "../../.."),
  plugins: [breaking()],
  test: { reporters: [failures()], watch: false, include: ["packages/core/test/mutations/mutants.ts"] },
};

export default config;

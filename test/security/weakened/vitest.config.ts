import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin, TestProjectInlineConfiguration, ViteUserConfig } from "vitest/config";
import type { Reporter } from "vitest/node";
import { nameOf, root, shortForm, testOf, weakenings } from "./every-weakening.ts";
import type { Weakening } from "./weakening.ts";

/** Builds every package as the weakening says. The source itself stays as it is. */
function weaken({ places }: Weakening): Plugin {
  return {
    // What vitest keeps of a transformed file is kept by the names of the plugins.
    name: `weaken ${JSON.stringify(places)}`,
    enforce: "pre",
    transform(code, id) {
      return places
        .filter(({ file }) => id === join(root, file))
        .reduce((text, { from, to }) => text.replace(from, () => to), code);
    },
  };
}

/**
 * Leaves the titles of the failed tests of each build for the test that has started this. What took too long has not
 * failed: that may be the machine.
 */
function failures(): Reporter {
  return {
    onTestRunEnd(modules, errors) {
      const result = {
        failed: modules.flatMap(({ children, project }) =>
          [...children.allTests("failed")]
            .filter((test) => !test.result().errors?.every(({ message }) => message.includes("timed out in")))
            .map(({ fullName }) => `${project.name} > ${fullName}`),
        ),
        errors: [...errors, ...modules.flatMap((module) => module.errors())].map(({ message }) => message),
      };
      writeFileSync(process.env.SESS_WEAKENED_RESULT ?? "", JSON.stringify(result));
    },
  };
}

const isShort = process.env.SESS_WEAKENED !== "all";

const projects = (isShort ? shortForm : weakenings).map(
  (weakening): TestProjectInlineConfiguration => ({
    plugins: [weaken(weakening)],
    test: { name: nameOf(weakening), root, include: [testOf(weakening.row)] },
  }),
);

const config: ViteUserConfig = {
  root,
  test: {
    projects,
    reporters: [failures()],
    watch: false,
    ...(isShort && { testNamePattern: /on Express over memory/ }),
  },
};

export default config;

import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { retryReporter } from "./scripts/retry-reporter.ts";
import { skipReporter } from "./scripts/skip-reporter.ts";
import { storesReporter } from "./scripts/stores-reporter.ts";

export default defineConfig({
  test: {
    reporters: ["default", skipReporter(), retryReporter(), storesReporter()],
    // On machines that nobody knows, a hiccup must not hide all else. What needed it is named at the end.
    retry: process.env.CI ? 1 : 0,
    // Files that wait for servers, browsers and processes leave a core to others. Vitest's own choice is one core fewer than
    // there are, which on two is one file after the other.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Twice what the slowest takes on a machine with other things to do.
          testTimeout: 20_000,
          include: [
            "packages/*/test/**/*.test.ts",
            "{benchmarks,examples/*}/test/**/*.test.ts",
            "test/*.test.ts",
            "test/{auth,cli,csrf,django,fuzz,soak,stores}/*.test.ts",
            "test/security/{*,{chromium,stores,threats}/*}.test.ts",
          ],
          exclude: ["**/node_modules/**", "{packages,examples}/*/test/server/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "types",
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ["packages/*/test/**/*.test-d.ts"],
            tsconfig: "./tsconfig.json",
          },
        },
      },
      {
        // What needs Redis, PostgreSQL, MariaDB or memcached: one of each for the whole run, on free ports.
        extends: true,
        test: {
          name: "servers",
          include: [
            "{packages,examples}/*/test/server/**/*.test.ts",
            "test/servers/test/*.test.ts",
            "test/{cli,stores}/server/*.test.ts",
            "test/django/*.test.ts",
            "test/security/stores/*.test.ts",
          ],
          exclude: ["**/node_modules/**", "test/django/{numbers,page}.test.ts"],
          // Which stores Django's list and the threat model run over here.
          env: { SESS_TEST_STORES: "servers" },
          globalSetup: ["test/servers/src/shared-servers.ts"],
          runner: "test/servers/src/skipping-runner.ts",
          testTimeout: 30_000,
          hookTimeout: 90_000,
        },
      },
      {
        // Every attack of the threat model on a build that lacks the defence: minutes, and no part of `npm test`.
        extends: true,
        test: {
          name: "weakened",
          include: ["test/security/weakened.test.ts"],
          env: { SESS_WEAKENED: "all" },
        },
      },
      {
        // What ships: the tarballs, in empty projects, on every runtime. Needs a build and the registry.
        extends: true,
        test: {
          name: "packed",
          include: ["test/packed/*.test.ts"],
          globalSetup: ["test/packed/setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**"],
      reporter: ["text-summary", "html"],
      thresholds: {
        "packages/core/src/**": { lines: 95, branches: 90 },
      },
    },
  },
});

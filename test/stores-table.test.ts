import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { conformanceTests, storesDoc, storesPage } from "../scripts/stores-table.ts";
import { listedStores } from "./django/listed-stores.ts";

const root = join(import.meta.dirname, "..");

it("docs/stores/README.md is what the stores say (`pnpm docs:stores` writes it)", () => {
  expect(readFileSync(storesPage, "utf8")).toBe(storesDoc());
});

it("every package with a store is in the table", () => {
  const packages = globSync("packages/store-*", { cwd: root }).map((path) => path.replace("packages/", ""));
  const listed = listedStores().map(({ folder }) => folder);
  expect(listed.filter((folder) => folder !== "core").sort()).toEqual(packages.sort());
});

it.each(listedStores())("what $name claims is tested by a conformance suite", (store) => {
  expect(conformanceTests(store)).not.toEqual([]);
});

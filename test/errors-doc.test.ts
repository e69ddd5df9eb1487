import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { errorsDoc, errorsPage } from "../scripts/errors-doc.ts";

it("docs/errors.md is what the table of codes says (`pnpm docs:errors` writes it)", () => {
  expect(readFileSync(errorsPage, "utf8")).toBe(errorsDoc());
});

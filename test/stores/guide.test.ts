import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import type { SessionStore } from "@sess/core";
import { storeSuite } from "@sess/test-kit/store";
import { describe, expect, it } from "vitest";
// @boundaries-ignore the guide is read as the checks of the docs read it
import { markdownBlocks } from "../../scripts/docs/code-blocks.ts";

const root = join(import.meta.dirname, "../..");
const page = join(root, "docs/guide/write-a-store.md");
const blocks = markdownBlocks(root, page, readFileSync(page, "utf8"));
const text = blocks.find(({ label }) => label === "store: map")?.text ?? "";
const program = `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(text))}`;
const { mapStore }: { mapStore(client: Map<string, string>): SessionStore } = await import(program);

describe("the store of docs/guide/write-a-store.md", () => {
  it("has fewer than 25 lines", () => {
    expect(text.split("\n").length).toBeLessThan(25);
  });
});

await storeSuite({
  name: "of docs/guide/write-a-store.md",
  describe,
  it,
  createStore: () => mapStore(new Map()),
});

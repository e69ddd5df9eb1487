import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createStorePackage } from "@sess/create-store";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8"));

describe("createStorePackage", () => {
  it("writes a package that npm and git can take as it is", () => {
    const folder = join(temporaryFolder(), "deep/store-dynamodb");
    const { files, ...made } = createStorePackage({ folder });
    expect(made).toEqual({ folder, packageName: "store-dynamodb", functionName: "dynamodbStore" });
    expect(files).toEqual([
      ".github/workflows/test.yml",
      ".gitignore",
      "README.md",
      "package.json",
      "src/index.ts",
      "src/store.test.ts",
      "tsconfig.json",
    ]);
    for (const file of files) expect(readFileSync(join(folder, file), "utf8")).not.toMatch(/template/i);
  });

  it("asks for the packages of its own version", () => {
    const folder = temporaryFolder();
    createStorePackage({ folder, name: "store-x" });
    const json = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const ours = { "@sess/core": `^${version}` };
    expect(json).toMatchObject({ name: "store-x", peerDependencies: ours });
    expect(json.devDependencies).toMatchObject({ ...ours, "@sess/test-kit": `^${version}` });
  });

  it("writes a test of at most 15 lines", () => {
    const folder = temporaryFolder();
    createStorePackage({ folder, name: "store-x" });
    const test = readFileSync(join(folder, "src/store.test.ts"), "utf8");
    expect(test).toContain("storeSuite");
    expect(test.trimEnd().split("\n").length).toBeLessThanOrEqual(15);
  });

  it.each([
    ["store-dynamodb", "dynamodbStore"],
    ["@me/sess-store-cosmos-db", "cosmosDbStore"],
    ["my.session_store", "myStore"],
    ["store", "myStore"],
    ["store-3fs", "my3fsStore"],
  ])("calls the store of %s %s", (name, functionName) => {
    const folder = temporaryFolder();
    expect(createStorePackage({ folder, name })).toMatchObject({ packageName: name, functionName });
    const source = readFileSync(join(folder, "src/index.ts"), "utf8");
    expect(source).toContain(`export function ${functionName}(`);
    expect(source).toContain(
      `interface ${functionName.charAt(0).toUpperCase()}${functionName.slice(1)}Options`,
    );
  });

  it.each(["Store", "a b", "../x", "@me", "", ".x", "x".repeat(215)])("refuses the name %j", (name) => {
    const folder = temporaryFolder();
    expect(() => createStorePackage({ folder, name })).toThrow("npm takes no package");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("writes nothing into a folder that has something in it", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "store-x"));
    writeFileSync(join(folder, "store-x/.env"), "mine");
    expect(() => createStorePackage({ folder: join(folder, "store-x") })).toThrow("is not empty");
    expect(readdirSync(join(folder, "store-x"))).toEqual([".env"]);
  });
});

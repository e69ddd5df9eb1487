import { execFile } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

const main = join(import.meta.dirname, "../src/main.ts");

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function createStore(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args], { cwd }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
    child.stdin?.end();
  });
}

describe("create-store", () => {
  it("asks nothing, writes the package and says what to do next", async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await createStore(folder, "store-dynamodb");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("dynamodbStore");
    expect(stdout).toContain("  cd store-dynamodb\n  npm install\n  npm test\n");
    expect(readdirSync(join(folder, "store-dynamodb"))).toContain("package.json");
  });

  it("writes into the folder that it is called in, under another name", async () => {
    const folder = temporaryFolder();
    const { code, stdout } = await createStore(folder, ".", "--name", "@me/store-x");
    expect(code).toBe(0);
    expect(stdout).toContain("Wrote @me/store-x with xStore");
    expect(readdirSync(folder)).toContain("package.json");
  });

  it("refuses a folder that is not empty, and says which", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "mine"), "");
    const { code, stdout, stderr } = await createStore(folder, ".", "--name", "store-x");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`${folder} is not empty. Choose another folder.\n`);
    expect(readdirSync(folder)).toEqual(["mine"]);
  });

  it("explains itself", async () => {
    const { code, stdout } = await createStore(temporaryFolder(), "--help");
    expect(code).toBe(0);
    expect(stdout).toContain("npm create @sess/store store-dynamodb");
  });

  it.each([[], ["a", "b"], ["a", "--nane", "b"], ["A"]])(
    "refuses %j, and writes nothing",
    async (...args) => {
      const folder = temporaryFolder();
      const { code, stderr } = await createStore(folder, ...args);
      expect(code).toBe(1);
      expect(stderr).not.toBe("");
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});

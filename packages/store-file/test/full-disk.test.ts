import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fileStore } from "@sess/store-file";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";

const now = Date.UTC(2030, 0, 1);
let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

describe("a disk that takes only the beginning of a file", () => {
  // A limit on the size of files fails a write half-way as a full disk does, and needs no disk to be filled.
  it("fails the write, keeps the record before it, and leaves no part of the new one", async () => {
    const module = fileURLToPath(new URL("./writing-process.ts", import.meta.url));
    const { stdout } = await promisify(execFile)("sh", [
      "-c",
      'ulimit -f 64; exec "$0" "$@"',
      process.execPath,
      module,
      "fill",
      folder.path,
    ]);
    const failed = expect.stringMatching(
      /^\[sess\] The file store in \S+ failed: EFBIG: .* The file would be bigger than this process may write\.$/,
    );
    expect(JSON.parse(stdout)).toEqual([failed, failed]);
    const store = fileStore({ folder: folder.path });
    expect((await store.read("small", now))?.data).toBe("small");
    expect(await store.read("new", now)).toBeUndefined();
    expect(globSync("*/temporary", { cwd: folder.path })).toEqual([]);
    expect(globSync("*/lock/*", { cwd: folder.path }).every((path) => path.endsWith("/free"))).toBe(true);
    expect(await store.removeOwner("ann")).toEqual(["small"]);
  });
});

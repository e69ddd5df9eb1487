import { mkdirSync, rmSync } from "node:fs";
import { prefixStore } from "@sess/core";
import { fileStore } from "@sess/store-file";
import { storeSuite } from "@sess/test-kit/store";
import { describe, it } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

for (const fsync of process.env.CI ? [false, true] : [false]) {
  await storeSuite({
    name: fsync ? "files, waiting for the disk" : "files",
    describe,
    it,
    createStore() {
      const folder = temporaryFolder();
      return {
        store: fileStore({ folder: folder.path, fsync }),
        reopen: () => fileStore({ folder: folder.path, fsync }),
        down: folder.replace,
        workers: { module: new URL("./suite-worker.ts", import.meta.url), data: folder.path },
        cleanup: folder.remove,
      };
    },
  });
}

if (process.env.CI) {
  await storeSuite({
    name: "a prefix over files, on a disk that is not mounted any more",
    describe,
    it,
    createStore() {
      const folder = temporaryFolder();
      const open = () => prefixStore(fileStore({ folder: folder.path, fsync: false }), "app");
      return {
        store: open(),
        reopen: open,
        down() {
          rmSync(folder.path, { recursive: true });
          mkdirSync(folder.path);
        },
        cleanup: folder.remove,
      };
    },
  });
}

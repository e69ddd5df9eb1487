import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { SessionRecord } from "@sess/core";
import { type CorruptFile, type FileStore, fileStore } from "@sess/store-file";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";

const now = Date.UTC(2030, 0, 1);
const record: SessionRecord = {
  version: "v1",
  expiresAt: now + 60_000,
  endsAt: now + 90_000,
  data: '{"cart":["🍎"]}',
  owner: "ann",
};

let folder: TemporaryFolder;
let reported: CorruptFile[];
let store: FileStore;
let path: string;
let whole: Buffer;
beforeEach(async () => {
  folder = temporaryFolder();
  reported = [];
  store = fileStore({ folder: folder.path, fsync: false, onCorrupt: (file) => reported.push(file) });
  await store.write("k", record, undefined, now);
  path = fileOf("k");
  whole = readFileSync(path);
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

function fileOf(key: string): string {
  const hash = createHash("sha256").update(key).digest("hex");
  return join(folder.path, hash.slice(0, 2), `${hash}.session`);
}

describe("a damaged file", () => {
  it("is unknown and reported, cut at any length", async () => {
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      expect(await store.read("k", now), `${length} bytes`).toBeUndefined();
    }
    expect(reported).toHaveLength(whole.length);
    expect(reported[0]).toEqual({ path, reason: "is empty" });
    expect(new Set(reported.slice(1).map(({ reason }) => reason))).toEqual(new Set(["is cut or damaged"]));
  });

  it("is unknown and reported with any one byte changed, added or made zero by the disk", async () => {
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(path, changed);
      expect(await store.read("k", now), `byte ${at}`).toBeUndefined();
    }
    for (const bytes of [Buffer.alloc(whole.length), Buffer.concat([whole, Buffer.from(" ")])]) {
      writeFileSync(path, bytes);
      expect(await store.read("k", now)).toBeUndefined();
    }
  });

  it("is unknown and reported where it holds the record of another session", async () => {
    await store.write("other", { ...record, owner: "mallory" }, undefined, now);
    copyFileSync(fileOf("other"), path);
    expect(await store.read("k", now)).toBeUndefined();
    expect(reported).toEqual([{ path, reason: "holds the record of another session" }]);
  });

  it("gives way to an insert, and to no late write", async () => {
    writeFileSync(path, "");
    expect(await store.write("k", { ...record, version: "v2" }, "v1", now)).toBe(false);
    expect(await store.touch("k", now + 1, "v1", now)).toBe(false);
    expect(await store.write("k", { ...record, version: "v3" }, undefined, now)).toBe(true);
    expect((await store.read("k", now))?.version).toBe("v3");
  });

  it("is swept, counted and reported, and its owner's list forgets it", async () => {
    writeFileSync(path, "x");
    expect(await store.sweep(10, now)).toBe(1);
    expect(existsSync(path)).toBe(false);
    expect(reported).toEqual([{ path, reason: "is cut or damaged" }]);
    for await (const owned of store.listOwner("ann", now)) expect(owned).toBeUndefined();
    expect(await store.sweep(10, now)).toBe(0);
  });

  it("is told as a warning of the process where nobody listens", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    writeFileSync(path, "");
    expect(await fileStore({ folder: folder.path }).read("k", now)).toBeUndefined();
    expect(warned).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining(path),
      expect.objectContaining({ code: "SESS_FILE_CORRUPT" }),
    );
    warned.mockRestore();
  });
});

describe("a file of a newer format", () => {
  it("is an error, and neither missing nor overwritten nor swept", async () => {
    const newer = Buffer.from(whole.toString("latin1").replace(/^sess-file 1/, "sess-file 2"), "latin1");
    writeFileSync(path, newer);
    const expected = expect.objectContaining({ code: "ERR_SESS_STORE_FORMAT" });
    await expect(store.read("k", now)).rejects.toEqual(expected);
    await expect(store.write("k", record, undefined, now)).rejects.toEqual(expected);
    await expect(store.remove("k")).rejects.toEqual(expected);
    await expect(store.sweep(10, now)).rejects.toEqual(expected);
    expect(readFileSync(path)).toEqual(newer);
    expect(reported).toEqual([]);
  });
});

describe("a planted link", () => {
  let victim: string;
  beforeEach(() => {
    victim = join(folder.path, "..", "victim");
    writeFileSync(victim, whole);
  });
  const untouched = () => expect(readFileSync(victim)).toEqual(whole);

  it("that is symbolic, in the place of a record, is not followed: unknown and reported, replaced by a write, swept", async () => {
    unlinkSync(path);
    symlinkSync(victim, path);
    expect(await store.read("k", now)).toBeUndefined();
    expect(reported).toEqual([{ path, reason: "is a symbolic link" }]);
    expect(await store.write("k", { ...record, data: "new" }, undefined, now)).toBe(true);
    expect(lstatSync(path).isFile()).toBe(true);
    unlinkSync(path);
    symlinkSync(victim, path);
    expect(await store.sweep(10, now)).toBe(1);
    untouched();
  });

  it.each(["symbolic", "hard"])(
    "that is %s, in the place of the temporary file, is removed",
    async (kind) => {
      const temporary = join(path, "..", "temporary");
      if (kind === "symbolic") symlinkSync(victim, temporary);
      else linkSync(victim, temporary);
      expect(await store.write("k", { ...record, data: "new", version: "v2" }, "v1", now)).toBe(true);
      expect((await store.read("k", now))?.data).toBe("new");
      untouched();
    },
  );

  it("that is symbolic, in the place of a lock or of an index entry, is not followed either", async () => {
    const lock = join(path, "..", "lock", "free");
    unlinkSync(lock);
    symlinkSync(victim, lock);
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    const bobs = join(folder.path, "owners", hash("bob").slice(0, 2), hash("bob"));
    mkdirSync(bobs, { recursive: true });
    symlinkSync(victim, join(bobs, hash("k")));
    expect(await store.write("k", { ...record, version: "v2", owner: "bob" }, "v1", now)).toBe(true);
    expect(await store.removeOwner("bob")).toEqual(["k"]);
    untouched();
  });
});

import { createHash } from "node:crypto";
import {
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { chmod, cp, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import type { SessionRecord } from "@sess/core";
import { type FileStore, fileStore } from "@sess/store-file";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
let store: FileStore;
beforeEach(() => {
  folder = temporaryFolder();
  store = fileStore({ folder: folder.path, fsync: false });
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const fileOf = (key: string) => join(folder.path, sha256(key).slice(0, 2), `${sha256(key)}.session`);
const everything = () =>
  globSync("**", { cwd: folder.path })
    .map((path) => join(folder.path, path))
    .sort();

describe("the files of fileStore", () => {
  it("are for this user alone, and so are their folders", async () => {
    await store.write("k", record, undefined, now);
    const modes = everything().map((path) => {
      const { mode } = statSync(path);
      return [statSync(path).isDirectory(), (mode & 0o777).toString(8)];
    });
    expect(modes.length).toBeGreaterThan(6);
    expect(new Set(modes.map(String))).toEqual(new Set(["true,700", "false,600"]));
  });

  it("have names that differ by more than case, of one length, and are no paths, whatever the key is", async () => {
    const keys = [
      "Ab",
      "aB",
      "AB",
      "ab",
      "../../etc/passwd",
      "/",
      "..",
      ".",
      "CON",
      "nul",
      "a/b",
      "a\\b",
      "",
    ];
    keys.push("k".repeat(5_000), "k".repeat(4_999), "key with blanks", "ключ", "k\0");
    for (const key of keys) await store.write(key, { ...record, data: `of ${key}` }, undefined, now);
    const names = globSync("*/*.session", { cwd: folder.path });
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(keys.length);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{64}\.session$/);
    for (const key of keys) expect((await store.read(key, now))?.data).toBe(`of ${key}`);
    const outside = readdirSync(join(folder.path, ".."));
    expect(outside).toEqual(["sessions"]);
  });

  it("are two lines that an operator can read, and the data", async () => {
    await store.write("k", record, undefined, now);
    const [line, fields, ...data] = readFileSync(fileOf("k"), "utf8").split("\n");
    expect(line).toMatch(/^sess-file 1 [\w-]{43}$/);
    const { data: text, ...rest } = record;
    expect(JSON.parse(fields ?? "")).toEqual({ key: "k", ...rest });
    expect(data.join("\n")).toBe(text);
  });

  it("carry the deadline as their time, so that a sweep need not read them", async () => {
    await store.write("k", record, undefined, now);
    expect(statSync(fileOf("k")).mtimeMs).toBe(record.expiresAt);
    await store.touch("k", now + 70_000, "v1", now);
    expect(statSync(fileOf("k")).mtimeMs).toBe(now + 70_000);
  });

  it("can be copied elsewhere as a whole, with or without their times", async () => {
    await store.write("live", record, undefined, now);
    await store.write("expired", { ...record, expiresAt: now + 1 }, undefined, now);
    for (const preserveTimestamps of [true, false]) {
      const copy = `${folder.path}-${preserveTimestamps}`;
      await cp(folder.path, copy, { recursive: true, preserveTimestamps });
      const other = fileStore({ folder: copy, fsync: false });
      expect(await other.sweep(10, now + 30_000)).toBe(1);
      expect(await other.read("live", now)).toEqual(record);
      expect(await other.removeOwner("ann")).toEqual(["live"]);
    }
  });

  it("leave those of others alone", async () => {
    await store.write("k", { ...record, expiresAt: now + 1 }, undefined, now);
    const part = sha256("k").slice(0, 2);
    const others = [
      "notes.txt",
      join(part, "notes.session"),
      join(part, `${sha256("k")}.session.bak`),
      join(part, ".DS_Store"),
      join(part, "lock", ".DS_Store"),
      join("owners", sha256("ann").slice(0, 2), sha256("ann"), ".DS_Store"),
    ].map((name) => join(folder.path, name));
    for (const path of others) writeFileSync(path, "mine");
    expect(await store.sweep(10, now + 60_000)).toBe(1);
    await store.write("k", record, undefined, now);
    expect(await store.removeOwner("ann")).toEqual(["k"]);
    for (const path of others) expect(readFileSync(path, "utf8")).toBe("mine");
  });

  it("leave nothing of a removed session", async () => {
    await store.write("k", record, undefined, now);
    await store.remove("k");
    const left = everything()
      .filter((path) => statSync(path).isFile())
      .map((path) => relative(folder.path, path));
    expect(left).toEqual([join(sha256("k").slice(0, 2), "lock", "free"), "sess-store-file.txt"]);
  });
});

describe("the folder of fileStore", () => {
  it("is made with those above it", () => {
    const path = join(folder.path, "a", "b");
    fileStore({ folder: path });
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it("may be there already, with files in it, and may be a symbolic link", async () => {
    const path = join(folder.path, "..", "there");
    mkdirSync(path, { mode: 0o755 });
    writeFileSync(join(path, "mine.txt"), "mine");
    const link = join(folder.path, "..", "link");
    symlinkSync(path, link);
    const linked = fileStore({ folder: link, fsync: false });
    expect(await linked.write("k", record, undefined, now)).toBe(true);
    expect(await fileStore({ folder: path }).read("k", now)).toEqual(record);
    expect(statSync(path).mode & 0o777).toBe(0o755);
  });

  it("is refused where every user can write to it", async () => {
    await chmod(folder.path, 0o777);
    expect(() => fileStore({ folder: folder.path })).toThrow(/Every user of this machine can write to/);
    await chmod(folder.path, 0o770);
    fileStore({ folder: folder.path });
  });

  it("fails at once where it cannot be made", () => {
    writeFileSync(join(folder.path, "file"), "");
    const expected = expect.objectContaining({ code: "ERR_SESS_STORE_FAILED" });
    expect(() => fileStore({ folder: join(folder.path, "file") })).toThrow(expected);
    expect(() => fileStore({ folder: join(folder.path, "file", "below") })).toThrow(expected);
  });

  it("is gone where its disk is not mounted any more: no session is called missing, nothing is made", async () => {
    await store.write("k", record, undefined, now);
    await rm(folder.path, { recursive: true });
    mkdirSync(folder.path);
    await expect(store.read("k", now)).rejects.toThrow(/is gone: there is no sess-store-file\.txt/);
    await expect(store.write("k", record, undefined, now)).rejects.toThrow(/is gone/);
    await expect(store.sweep(1, now)).rejects.toThrow(/is gone/);
    expect(everything()).toEqual([folder.path]);
  });
});

describe("owners in files", () => {
  const entry = (owner: string, key: string) =>
    join(folder.path, "owners", sha256(owner).slice(0, 2), sha256(owner), sha256(key));

  it("are found by an index, which forgets what a dead process left in it", async () => {
    await store.write("k", record, undefined, now);
    await store.write("bobs", { ...record, owner: "bob" }, undefined, now);
    writeFileSync(entry("ann", "never-written"), "");
    writeFileSync(entry("ann", "bobs"), "");
    const listed: string[] = [];
    for await (const { key } of store.listOwner("ann", now)) listed.push(key);
    expect(listed).toEqual(["k"]);
    expect(readdirSync(join(entry("ann", "k"), ".."))).toEqual([sha256("k")]);
    writeFileSync(entry("ann", "bobs"), "");
    expect(await store.removeOwner("ann")).toEqual(["k"]);
    expect(readdirSync(join(entry("ann", "k"), "..", ".."))).toEqual([]);
    expect(await store.read("bobs", now)).toBeDefined();
  });
});

describe("an owner that cannot be noted", () => {
  it("keeps the record from being written: it could not be found to be revoked", async () => {
    writeFileSync(join(folder.path, "owners"), "in the way");
    const failed = store.write("k", record, undefined, now);
    await expect(failed).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(await store.read("k", now)).toBeUndefined();
    const { owner: _, ...anonymous } = record;
    expect(await store.write("k", anonymous, undefined, now)).toBe(true);
  });
});

describe("the options of fileStore", () => {
  it.each<[name: string, options: unknown]>([
    ["folder", undefined],
    ["folder", {}],
    ["folder", { folder: "" }],
    ["folder", { folder: 1 }],
    ["folder", { folder: "a\0b" }],
    ["fsync", { folder: "x", fsync: "yes" }],
    ["maxBytes", { folder: "x", maxBytes: 0 }],
    ["lockWait", { folder: "x", lockWait: 0 }],
    ["lockWait", { folder: "x", lockWait: "4s" }],
    ["host", { folder: "x", host: "a/b" }],
    ["host", { folder: "x", host: "" }],
    ["onCorrupt", { folder: "x", onCorrupt: true }],
    ["path", { folder: "x", path: "y" }],
  ])("refuse an impossible %s: %j", (name, options) => {
    const expected = expect.objectContaining({
      name: "TypeError",
      message: expect.stringContaining(`"${name}"`),
    });
    expect(() => fileStore(options as { folder: string })).toThrow(expected);
  });

  it("claim the bytes that it was told, and no limit otherwise", () => {
    expect(fileStore({ folder: folder.path, maxBytes: 4_096 }).abilities.maxBytes).toBe(4_096);
    expect(store.abilities.maxBytes).toBeUndefined();
  });
});

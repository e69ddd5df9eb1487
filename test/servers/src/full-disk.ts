import { appendFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Awaitable, SessionRecord, SessionStore } from "@sess/core";

/** What may run out: space for data, or the number of files. */
export type Exhausted = "space" | "files";

const now = Date.UTC(2030, 0, 1);
const record: SessionRecord = {
  version: "v1",
  expiresAt: now + 60_000,
  endsAt: now + 90_000,
  data: "as it was",
  owner: "ann",
};

/**
 * The main function of a process that was given a small disk: fills it under a store, tries every call, makes room again
 * and prints how each went, as JSON: an answer, or the message of an error.
 *
 * @example
 * await fullDiskProcess((folder) => fileStore({ folder: join(folder, "sessions") }));
 */
export async function fullDiskProcess(open: (folder: string) => Awaitable<SessionStore>): Promise<void> {
  const [disk = "", exhausted = "space"] = process.argv.slice(2);
  const store = await open(disk);
  const expired = { ...record, expiresAt: now + 1, owner: "bob" };
  await store.write("kept", record, undefined, now);
  await store.write("ended", record, undefined, now);
  await store.write("expired", expired, undefined, now);
  const big = { ...record, version: "v2", data: "x".repeat(100_000) };
  const said: Record<string, unknown> = {};
  const tell = async (what: string, call: () => unknown) => {
    said[what] = await Promise.resolve()
      .then(call)
      .catch((error: unknown) => String((error as Error).message));
  };

  const makeRoom = exhausted === "space" ? fillWithData(disk) : fillWithFiles(disk);
  await tell("change", () => store.write("kept", big, "v1", now));
  await tell("insert", () => store.write("new", big, undefined, now));
  await tell("touch", () => store.touch?.("kept", now + 70_000, "v1", now));
  await tell("read", async () => (await store.read("kept", now))?.data);
  await tell("read what was not inserted", async () => (await store.read("new", now)) ?? "nothing");
  await tell("remove", async () => (await store.remove("ended")) ?? "done");
  await tell("sweep", () => store.sweep?.(10, now + 2));
  makeRoom();
  await tell("change later", () => store.write("kept", big, "v1", now));
  await tell("insert later", () => store.write("new", record, undefined, now));
  await tell("remove by owner later", async () => [...((await store.removeOwner?.("ann")) ?? [])].sort());
  process.stdout.write(JSON.stringify(said));
}

/** Fills the disk to its last page. What it returns makes room again. */
function fillWithData(disk: string): () => void {
  const filler = join(disk, "filler");
  writeFileSync(filler, "");
  const page = Buffer.alloc(4_096);
  untilFull(() => appendFileSync(filler, page));
  return () => rmSync(filler);
}

/** Makes files until there can be no more. */
function fillWithFiles(disk: string): () => void {
  let count = 0;
  untilFull(() => writeFileSync(join(disk, `filler-${count++}`), ""));
  return () => {
    for (const name of readdirSync(disk)) if (name.startsWith("filler")) rmSync(join(disk, name));
  };
}

function untilFull(more: () => void): void {
  // Far more than fit: a disk that takes them all is not the small one.
  for (let count = 0; count < 10_000; count++) {
    try {
      more();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") return;
      throw error;
    }
  }
  throw new Error("This disk does not get full.");
}

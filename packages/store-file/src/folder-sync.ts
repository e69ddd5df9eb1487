import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes the disk keep which names a folder has. Windows cannot, and keeps them itself. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder with the folders above it, for this user alone; with `fsync`, so that the disk keeps them. */
export async function makeFolder(path: string, fsync: boolean): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined || !fsync) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

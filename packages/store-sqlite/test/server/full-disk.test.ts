import { smallDisk } from "@sess-tests/servers";
import { expect, it } from "vitest";

it("on a full disk, fails what changes, goes on reading, and works again when there is room", async () => {
  const disk = await smallDisk();
  const full = "database or disk is full";
  expect(JSON.parse(await disk.run(new URL("./full-disk-process.ts", import.meta.url), "space"))).toEqual({
    change: full,
    insert: full,
    touch: full,
    read: "as it was",
    "read what was not inserted": "nothing",
    // SQLite notes what it removes before it does.
    remove: full,
    sweep: full,
    "change later": true,
    "insert later": true,
    "remove by owner later": ["ended", "kept", "new"],
  });
});

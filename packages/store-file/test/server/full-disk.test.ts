import { smallDisk } from "@sess-tests/servers";
import { expect, it } from "vitest";

const full = (call: string) =>
  expect.stringMatching(
    new RegExp(
      String.raw`^\[sess\] The file store in \S+ failed: ENOSPC: no space left on device, ${call}.*\. The disk is full\.$`,
    ),
  );

it.each([
  ["space", { change: full("write"), insert: full("write"), touch: full("write") }],
  ["files", { change: full("open"), insert: full("mkdir"), touch: full("open") }],
])(
  "on a disk with no %s left, fails writes, and goes on reading, removing and sweeping",
  async (what, failed) => {
    const disk = await smallDisk();
    expect(JSON.parse(await disk.run(new URL("./full-disk-process.ts", import.meta.url), what))).toEqual({
      ...failed,
      read: "as it was",
      "read what was not inserted": "nothing",
      remove: "done",
      sweep: 1,
      "change later": true,
      "insert later": true,
      "remove by owner later": ["kept", "new"],
    });
  },
);

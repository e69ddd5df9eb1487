// A process of killed-processes.test.ts and full-disk.test.ts: writes on its task until it is killed or fails.
import { fileStore } from "@sess/store-file";

const [task = "", folder = "", name = ""] = process.argv.slice(2);
const now = Date.UTC(2030, 0, 1);
const record = { expiresAt: now + 60_000, endsAt: now + 90_000, owner: "ann" };
const store = fileStore({
  folder,
  fsync: false,
  onCorrupt: ({ reason }) => process.send?.(`corrupt: ${reason}`),
});

const tasks: Record<string, () => Promise<void>> = {
  /** Inserts, changes and touches its own sessions and one that all share; tells each write when it is acknowledged. */
  async write() {
    let version = await takeShared();
    for (let count = 0; ; count++) {
      const key = `${name}-${count}`;
      await store.write(key, { ...record, version: "v1", data: "x".repeat(20_000) }, undefined, now);
      process.send?.(key);
      await store.touch(key, now + 61_000, "v1", now);
      version = await changeShared(version, count);
    }
  },
  /** Writes what is bigger than this process may write, and tells how that went. */
  async fill() {
    await store.write("small", { ...record, version: "v1", data: "small" }, undefined, now);
    const big = { ...record, version: "v2", data: "x".repeat(200_000) };
    const errors = await Promise.allSettled([
      store.write("small", big, "v1", now),
      store.write("new", big, undefined, now),
    ]);
    const said = errors.map((outcome) =>
      outcome.status === "rejected" ? outcome.reason.message : "written",
    );
    process.stdout.write(JSON.stringify(said));
  },
};

async function takeShared(): Promise<string> {
  return (await store.read("shared", now))?.version ?? "";
}

/** One change of the shared record, which holds who changed it and what is checked to be whole: 20,000 times a letter. */
async function changeShared(version: string, count: number): Promise<string> {
  const mine = `${name}_${count}`;
  const data = `${name} ${String.fromCharCode(97 + (count % 26)).repeat(20_000)}`;
  const done = await store.write("shared", { ...record, version: mine, data }, version, now);
  return done ? mine : takeShared();
}

await tasks[task]?.();

import type { SessionRecord, SessionStore } from "@sess/core";
import { randomText } from "../random-text.ts";
import { attempt, type Finding, must } from "./check.ts";

/** Tries what the store claims, with a record of its own that is removed in the end. */
export async function checkLiveStore(store: SessionStore, now: number): Promise<readonly Finding[]> {
  const key = randomText(16);
  const owner = `sess-doctor-${randomText(9)}`;
  const record = (data: string): SessionRecord => ({
    version: randomText(12),
    expiresAt: now + 60_000,
    endsAt: now + 120_000,
    data,
    owner,
  });
  const [first, second] = [record("first"), record("second")];
  const read = async () => (await store.read(key, now, true))?.data;
  const steps: readonly (readonly [check: string, work: () => Promise<string>])[] = [
    [
      "read",
      async () => {
        const startedAt = performance.now();
        must((await read()) === undefined, "A key that was never written holds a record.");
        return `The store answers, in ${(performance.now() - startedAt).toFixed(1)} ms.`;
      },
    ],
    [
      "write",
      async () => {
        must(await store.write(key, first, undefined, now), "A new record was refused.");
        must((await read()) === "first", "What was written cannot be read.");
        must(!(await store.write(key, second, undefined, now)), "An insert replaced a live record.");
        return "A record is written, read back, and not inserted twice.";
      },
    ],
    [
      "conditional write",
      async () => {
        must(!(await store.write(key, second, randomText(12), now)), "A write on a wrong version was kept.");
        must(await store.write(key, second, first.version, now), "A write on the right version was refused.");
        must((await read()) === "second", "What was written cannot be read.");
        return "A write is kept on the right version only.";
      },
    ],
    ["touch", () => touches(store, key, second, now)],
    ["owner index", () => finds(store, key, owner, now)],
    [
      "expiry",
      async () => {
        const later = await store.read(key, now + 3_600_000, true);
        must(later === undefined, "A record is answered after its deadline.");
        return "A record past its deadline is not answered.";
      },
    ],
    [
      "remove",
      async () => {
        await store.remove(key);
        must((await read()) === undefined, "A removed record is still answered.");
        const third = { ...second, version: randomText(12) };
        must(
          !(await store.write(key, third, second.version, now)),
          "A late write brought a removed record back.",
        );
        return "A removed record is gone, and a late write does not bring it back.";
      },
    ],
  ];
  const findings: Finding[] = [];
  for (const [check, work] of steps) {
    const finding = await attempt(check, work);
    findings.push(finding);
    if (finding.status !== "failed") continue;
    // What follows would fail for the same reason.
    if (check !== "read") findings.push(await attempt("clean up", () => clean(store, key)));
    break;
  }
  return findings;
}

async function touches(
  store: SessionStore,
  key: string,
  record: SessionRecord,
  now: number,
): Promise<string> {
  if (store.touch === undefined) return "The store has no touch of its own; core writes instead.";
  must(await store.touch(key, now + 90_000, record.version, now), "A touch was refused.");
  must((await store.read(key, now, true))?.expiresAt === now + 90_000, "A touch did not move the deadline.");
  must(!(await store.touch(key, now + 95_000, randomText(12), now)), "A touch on a wrong version was kept.");
  return "A touch moves the deadline, on the right version only.";
}

async function finds(store: SessionStore, key: string, owner: string, now: number): Promise<string> {
  if (store.listOwner === undefined) return "The store has none.";
  const keys: string[] = [];
  for await (const owned of store.listOwner(owner, now)) keys.push(owned.key);
  must(keys.length === 1 && keys[0] === key, `${keys.length} sessions were listed where there is one.`);
  return "A session is found by its owner.";
}

async function clean(store: SessionStore, key: string): Promise<string> {
  await store.remove(key);
  return "What was written was removed.";
}

import { deepEqual, equal } from "node:assert/strict";
import type { SessionRecord } from "@sess/core";
import type { FaultBench } from "./bench.ts";
import { eventually } from "./eventually.ts";

/** Writes, touches and removes. What it returns checks that the store says the same again. */
export async function keeping({ store, recovery }: FaultBench): Promise<() => Promise<void>> {
  const now = Date.now();
  const hour = 3_600_000;
  const record: SessionRecord = {
    version: "first",
    expiresAt: now + hour,
    endsAt: now + 24 * hour,
    data: '{"name":"ada"}',
    owner: "ada",
  };
  for (const key of ["written", "changed", "removed"])
    equal(await store.write(key, record, undefined, now), true);
  const changed = { ...record, version: "second" };
  equal(await store.write("changed", changed, "first", now), true);
  const touched = store.touch ? { ...changed, expiresAt: now + 2 * hour } : changed;
  if (store.touch) equal(await store.touch("changed", touched.expiresAt, "second", now), true);
  await store.remove("removed");

  return async () => {
    const expected = { written: record, changed: touched, removed: undefined };
    for (const [key, value] of Object.entries(expected)) {
      const found = await eventually(`${key} is read`, recovery, async () => store.read(key, now, true));
      deepEqual(found && { ...found }, value);
    }
    equal(
      await eventually("a conditional write is refused", recovery, async () =>
        store.write("written", changed, undefined, now),
      ),
      false,
    );
  };
}

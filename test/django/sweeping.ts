import { expect } from "vitest";
import type { Site } from "./site.ts";

/**
 * Sweeps, and expects so many to be found: none where the backend removes expired records by itself, and where nobody
 * removes them, that the store says so.
 */
export async function expectSwept({ sessions, store }: Site, count: number): Promise<void> {
  const { sweeps, nativeExpiry } = store.abilities;
  if (sweeps || nativeExpiry) expect(await sessions.sweep()).toBe(sweeps ? count : 0);
  else await expect(sessions.sweep()).rejects.toMatchObject({ code: "ERR_SESS_STORE_UNSUPPORTED" });
}

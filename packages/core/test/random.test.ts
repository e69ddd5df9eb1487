import { describe, expect, it } from "vitest";
import { createRandom } from "../src/random.ts";

/** A source that counts: no two draws of three bytes or more are the same. */
function countingSource() {
  let count = 0;
  const calls: Uint8Array[] = [];
  const source = (bytes: Uint8Array) => {
    calls.push(bytes);
    for (let i = 0; i < bytes.length; i++) bytes[i] = (count++ % 255) + 1;
  };
  return { source, calls };
}

describe("createRandom", () => {
  it("returns as many bytes as it is asked for, as base64url", () => {
    const random = createRandom();
    for (const bytes of [1, 2, 3, 16, 24, 32, 1000, 4096, 5000]) {
      const text = random(bytes);
      expect(text).toMatch(/^[\w-]+$/);
      expect(Buffer.from(text, "base64url")).toHaveLength(bytes);
    }
  });

  it("never returns the same twice", () => {
    const random = createRandom();
    const seen = new Set(Array.from({ length: 10_000 }, () => random(16)));
    expect(seen.size).toBe(10_000);
  });

  it("hands out what the source gave, each byte once", () => {
    const { source } = countingSource();
    const random = createRandom(source);
    const drawn = Array.from({ length: 512 }, () => [...Buffer.from(random(16), "base64url")]).flat();
    expect(drawn).toEqual(Array.from({ length: 8192 }, (_, i) => (i % 255) + 1));
  });

  it("asks the source once for many draws, and only when the first one comes", () => {
    const { source, calls } = countingSource();
    const random = createRandom(source);
    expect(calls).toHaveLength(0);
    for (let i = 0; i < 256; i++) random(16);
    expect(calls).toHaveLength(1);
    random(16);
    expect(calls).toHaveLength(2);
  });

  it("overwrites what it has handed out", () => {
    const { source, calls } = countingSource();
    const random = createRandom(source);
    random(16);
    random(24);
    const pool = calls[0] as Uint8Array;
    expect(pool.subarray(0, 40).every((byte) => byte === 0)).toBe(true);
    expect(pool.subarray(40).every((byte) => byte !== 0)).toBe(true);
  });

  it("draws what is larger than the pool from the source itself", () => {
    const { source, calls } = countingSource();
    const random = createRandom(source);
    random(5000);
    expect(calls.map((bytes) => bytes.length)).toEqual([5000]);
  });
});

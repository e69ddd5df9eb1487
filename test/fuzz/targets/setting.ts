import { createHash } from "node:crypto";
import type { RandomSource } from "@sess/core";

/** When everything happens, in epoch milliseconds. */
export const now: number = Date.UTC(2040, 0, 1);

export const secrets = {
  newer: "6f0ZkT2mC9xWq4RvB7nJ1sLhYd8uEaGp",
  older: "p3VgK8sXw1NzQd5RtY7bHj2LmC9fUaEo",
  foreign: "Zq8LkX2vNc5RtW9yPb3MdG7hJs4FaU1e",
} as const;

/** Bytes that are the same each time, so that the same seed is the same input. */
export function randomFrom(name: string): RandomSource {
  let drawn = 0;
  return (bytes) => {
    for (let filled = 0; filled < bytes.length; filled += 32) {
      const block = createHash("sha256").update(`${name} ${drawn++}`).digest();
      bytes.set(block.subarray(0, Math.min(32, bytes.length - filled)), filled);
    }
  };
}

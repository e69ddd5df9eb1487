import { randomBytes } from "node:crypto";

/** So many random bytes, as base64url. */
export function randomText(bytes: number): string {
  return randomBytes(bytes).toString("base64url");
}

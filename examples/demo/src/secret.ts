import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The secret that signs cookies: `SESSION_SECRET`, or one that is made at the first start and kept in the folder, so
 * that sessions outlive a restart.
 */
export function readSecret(folder: string, env: NodeJS.ProcessEnv): string {
  if (env.SESSION_SECRET !== undefined) return env.SESSION_SECRET;
  const file = join(folder, "secret");
  mkdirSync(folder, { recursive: true });
  try {
    const secret = randomBytes(32).toString("base64url");
    writeFileSync(file, secret, { flag: "wx", mode: 0o600 });
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return readFileSync(file, "utf8");
  }
}

import type { StoreAbilities } from "@sess/core";
import { type Finding, failed, ok, warning } from "./check.ts";

/** What the store says of itself, and what that means for the application. */
export function checkAbilities(
  abilities: StoreAbilities,
  isToken: boolean,
  production: boolean,
): readonly Finding[] {
  if (isToken) {
    return [
      warning(
        "abilities",
        "Sessions are kept in cookies: parallel changes overwrite each other, and a flushed session can be replayed until its deadline.",
      ),
    ];
  }
  const { atomicWrite, durable, nativeExpiry, owners, shared, sweeps } = abilities;
  const severe = production ? failed : warning;
  return [
    durable
      ? ok("durable", "Sessions survive a restart.")
      : severe("durable", "Sessions are lost when the process or its backend ends."),
    shared
      ? ok("shared", "Several processes use the same sessions.")
      : warning(
          "shared",
          "Other processes do not see these sessions: run one process only, and expect no answer from `sess list`.",
        ),
    atomicWrite
      ? ok("atomic writes", "Parallel requests lose nothing, and a destroyed session stays destroyed.")
      : warning(
          "atomic writes",
          "Parallel requests of several processes can lose changes, and bring back a destroyed session.",
        ),
    owners
      ? ok("owners", "Sessions are listed and revoked by owner.")
      : warning("owners", "Sessions cannot be listed or revoked by owner."),
    expiry(sweeps, nativeExpiry),
  ];
}

function expiry(sweeps: boolean, nativeExpiry: boolean): Finding {
  if (nativeExpiry) return ok("expired sessions", "The backend removes expired sessions by itself.");
  if (sweeps)
    return ok(
      "expired sessions",
      "Expired sessions wait to be swept: run `sess sweep` by cron, or `startSweeping`.",
    );
  return warning(
    "expired sessions",
    "Nobody removes expired sessions: the store neither sweeps nor expires by itself.",
  );
}

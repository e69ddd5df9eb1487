import { createSessions, memoryStore } from "@sess/core";
import type { Config } from "../config-file.ts";
import { attempt, type Finding, failed, ok, warning } from "./check.ts";

/** What can be said about the options without touching the store. */
export async function checkConfiguration({ options, path }: Config): Promise<readonly Finding[]> {
  const valid = await attempt("options", async () => {
    // Not the configured store: without one, this would warn about memory on its own.
    createSessions({ ...options, store: options.store ?? memoryStore() });
    return `${path} is valid.`;
  });
  if (valid.status === "failed") return [valid];
  const secrets = Array.isArray(options.secret) ? options.secret.length : 1;
  return [
    valid,
    ok(
      "secret",
      secrets === 1
        ? "One secret, neither short nor a placeholder."
        : `${secrets} secrets, none short or a placeholder: the first signs, all verify.`,
    ),
    environment(),
    clock(options.clock),
  ];
}

function environment(): Finding {
  if (process.env.NODE_ENV === "production")
    return ok("environment", "NODE_ENV is production: cookies are always Secure.");
  return warning(
    "environment",
    `NODE_ENV is ${process.env.NODE_ENV ?? "not set"}. Run this with NODE_ENV=production to check what production does.`,
  );
}

/** The first day on which this could have been run. */
const earliest = Date.UTC(2026, 0, 1);
const mostDifference = 60_000;

function clock(own: (() => number) | undefined): Finding {
  const system = Date.now();
  if (system < earliest) return failed("clock", `The system's clock says ${new Date(system).toISOString()}.`);
  const difference = Math.abs((own ?? Date.now)() - system);
  if (difference < mostDifference)
    return ok("clock", `It is ${new Date(system).toISOString()}; compare it with your other servers.`);
  return warning(
    "clock",
    `The option \`clock\` differs from the system's by ${Math.round(difference / 1_000)} s.`,
  );
}

import { errorParts } from "../outcome.ts";

/** What one check has found. */
export interface Finding {
  readonly status: "ok" | "warning" | "failed";
  readonly check: string;
  /** What is so, and where it is not well: what to do. */
  readonly detail: string;
}

export const ok = (check: string, detail: string): Finding => ({ status: "ok", check, detail });
export const warning = (check: string, detail: string): Finding => ({ status: "warning", check, detail });
export const failed = (check: string, detail: string): Finding => ({ status: "failed", check, detail });

/** What `work` finds; a failure where it throws. */
export async function attempt(check: string, work: () => Promise<string>): Promise<Finding> {
  try {
    return ok(check, await work());
  } catch (error) {
    const { code, message } = errorParts(error);
    const hint = code === "ERR_SESS_STORE_NOT_MIGRATED" ? " Run `sess migrate`." : "";
    return failed(check, message + hint);
  }
}

/** Throws where something is not as it must be. */
export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

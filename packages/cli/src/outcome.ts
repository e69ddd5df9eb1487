import { isSessError } from "@sess/core";
import { type ExitCode, exitCode } from "./exit-code.ts";

/** What a command has found or done. */
export interface Outcome {
  readonly code: ExitCode;
  /** For `--json`. */
  readonly json: unknown;
  /** For people. */
  readonly text: string;
}

/** The command line or the configuration is wrong. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The outcome of a command that threw. */
export function failure(error: unknown): Outcome {
  const { message, code } = errorParts(error);
  const isUsage = error instanceof UsageError || code === "ERR_SESS_OPTION_INVALID";
  return {
    code: isUsage ? exitCode.usage : exitCode.failed,
    json: { error: code === undefined ? { message } : { code, message } },
    text: `sess: ${message}`,
  };
}

/** The message of anything thrown, with that of its cause, and its code. */
export function errorParts(error: unknown): { readonly message: string; readonly code: string | undefined } {
  if (!(error instanceof Error)) return { message: String(error), code: undefined };
  const { code } = error as { code?: unknown };
  const message = error.message.replace(/^\[sess\] /, "") || error.name;
  const cause = isSessError(error) && error.cause instanceof Error ? error.cause.message : "";
  return {
    message: cause === "" || message.includes(cause) ? message : `${message} (${cause})`,
    code: typeof code === "string" ? code : undefined,
  };
}

/** Prints an outcome: what was asked for to standard output, failures for people to standard error. */
export function print({ code, json, text }: Outcome, asJson: boolean): void {
  const isError = typeof json === "object" && json !== null && "error" in json;
  if (asJson) process.stdout.write(`${JSON.stringify(json, plain, 2)}\n`);
  else if (text !== "") (isError ? process.stderr : process.stdout).write(`${text}\n`);
  process.exitCode = code;
}

/** What a codec may have kept and JSON cannot. */
function plain(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Map) return [...value];
  return value instanceof Set ? [...value] : value;
}

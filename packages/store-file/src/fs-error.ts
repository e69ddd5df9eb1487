import { isSessError, SessError } from "@sess/core";

const hints: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full.",
  EDQUOT: "The quota of the disk is used up.",
  EFBIG: "The file would be bigger than this process may write.",
  EROFS: "The file system is mounted read-only.",
  EACCES: "Let the folder and all that is in it belong to the user that this process runs as.",
  EPERM: "Let the folder and all that is in it belong to the user that this process runs as.",
  EMFILE: "This process has too many files open: raise its limit (`ulimit -n`).",
  ENFILE: "The machine has too many files open.",
  ENOTDIR: "Something else is in the place of a folder.",
};

/** The error as core's kind, saying which folder it was and what to do. One that already is of that kind passes. */
export function storeError(folder: string, error: unknown): unknown {
  if (isSessError(error) || !(error instanceof Error)) return error;
  const hint = hints[errorCode(error) ?? ""];
  return new SessError(
    "ERR_SESS_STORE_FAILED",
    `The file store in ${folder} failed: ${error.message}.${hint === undefined ? "" : ` ${hint}`}`,
    { cause: error },
  );
}

/** The system's code of an error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

/** What `work` answers, or undefined where it fails with one of these codes. */
export async function unless<T>(codes: readonly string[], work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codes.includes(errorCode(error) ?? "")) return undefined;
    throw error;
  }
}

/** A file in a record's place that is no whole record. */
export interface CorruptFile {
  readonly path: string;
  /** What is wrong with it, in a few words. */
  readonly reason: string;
}

export function isCorrupt(found: object | undefined): found is CorruptFile {
  return found !== undefined && "reason" in found;
}

/** Where nobody else is told: a warning of the process, with the code `SESS_FILE_CORRUPT`. */
export function warnOfCorruptFile({ path, reason }: CorruptFile): void {
  process.emitWarning(`The session in ${path} is unknown, because its file ${reason}.`, {
    type: "SessWarning",
    code: "SESS_FILE_CORRUPT",
  });
}

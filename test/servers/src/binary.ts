import { accessSync, constants, globSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that the tests need from the machine. */
export interface Binary {
  readonly command: string;
  /** The Debian package that has it. */
  readonly debianPackage: string;
}

/** Where servers are kept that are not for everybody's PATH. */
const serverFolders = ["/usr/sbin", "/usr/local/sbin", "/usr/lib/postgresql/*/bin", "/opt/homebrew/bin"];

/** A server that is not on this machine. Test files that need it are skipped, saying so; under CI they fail. */
export class MissingBinary extends Error {
  override readonly name = "MissingBinary";

  constructor({ command, debianPackage }: Binary, otherwise = "") {
    super(`\`${command}\` is not on this machine. Install the Debian package ${debianPackage}${otherwise}.`);
  }
}

/** The path of a program: in PATH, or where servers are. Throws `MissingBinary`. */
export function findBinary(binary: Binary): string {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...serverFolders.flatMap(newestFirst)];
  const path = folders.map((folder) => join(folder, binary.command)).find(isExecutable);
  if (path === undefined) throw new MissingBinary(binary);
  return path;
}

function newestFirst(pattern: string): string[] {
  return globSync(pattern).sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

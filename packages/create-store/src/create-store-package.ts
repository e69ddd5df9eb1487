import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { storeNames } from "./store-names.ts";
import { templateFiles } from "./template.ts";

/** Options of `createStorePackage`. */
export interface StorePackageOptions {
  /** Where to write it: a folder that is empty or not there yet. */
  readonly folder: string;
  /**
   * The name of the package.
   * @default the name of the folder
   */
  readonly name?: string | undefined;
}

/** What was written. */
export interface StorePackage {
  /** The absolute path. */
  readonly folder: string;
  readonly packageName: string;
  /** What the function is called that makes the store. */
  readonly functionName: string;
  /** The files, from `folder`, sorted. */
  readonly files: readonly string[];
}

/**
 * Writes a package with a session store that works, the tests that prove it, a README and a CI workflow.
 *
 * @throws Error where npm would not take the name, or where the folder has something in it: nothing is written then
 *
 * @example
 * const { packageName, functionName } = createStorePackage({ folder: "store-dynamodb" });
 * // "store-dynamodb", "dynamodbStore"
 */
export function createStorePackage(options: StorePackageOptions): StorePackage {
  const folder = resolve(options.folder);
  const names = storeNames(options.name ?? basename(folder));
  if (names === undefined) {
    throw new Error(
      `npm takes no package called ${JSON.stringify(options.name ?? basename(folder))}: lower-case letters, digits, ".", "_" and "-", with a scope in front or not. Give another one with --name.`,
    );
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Error(`${folder} is not empty. Choose another folder.`);
  }
  const files = templateFiles(names);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { packageName, functionName } = names;
  return { folder, packageName, functionName, files: files.map(({ path }) => path) };
}

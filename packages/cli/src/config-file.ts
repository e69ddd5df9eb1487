import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isPromise, type SessionOptions, type SessionStore, type TokenStore } from "@sess/core";
import { errorParts, UsageError } from "./outcome.ts";

/** The options of the application's sessions: nothing is known of its data. */
export type Options = SessionOptions<Record<string, unknown>, never>;

/** What was read from a `sess.config` file. */
export interface Config {
  readonly path: string;
  readonly options: Options;
  /** Where the migrations are: the export `migrate`, else the store. */
  readonly migrates: unknown;
}

const names = ["sess.config.ts", "sess.config.js", "sess.config.mjs"];

/** Reads the file named by `--config`, else `sess.config.{ts,js,mjs}` in the folder we were called in. */
export async function loadConfig(path: string | undefined): Promise<Config> {
  const file = resolve(path ?? findFile());
  if (!existsSync(file)) throw new UsageError(`There is no ${file}.`);
  const module = await importFile(file);
  const { default: given, migrate } = module;
  if (given === undefined)
    throw new UsageError(`${file} has no default export: export the options of your sessions.`);
  const options: unknown = typeof given === "function" ? await called(file, given as () => unknown) : given;
  if (typeof options !== "object" || options === null || isPromise(options)) {
    throw new UsageError(
      `${file} must export the options of your sessions, or a function that returns them.`,
    );
  }
  return { path: file, options: options as Options, migrates: migrate ?? (options as Options).store };
}

/** The store by key in the options, for a command that cannot do without. */
export function storeIn({ options, path }: Config): SessionStore {
  const store: SessionStore | TokenStore | undefined = options.store;
  if (store === undefined)
    throw new UsageError(`${path} names no \`store\`: a store in memory cannot be reached from here.`);
  if ("seal" in store) {
    throw new UsageError(
      `The store in ${path} keeps sessions in cookies: there is nothing on the server to work on.`,
    );
  }
  return store;
}

function findFile(): string {
  const found = names.map((name) => join(process.cwd(), name)).find(existsSync);
  if (found !== undefined) return found;
  throw new UsageError(
    `There is no ${names.join(", ")} in ${process.cwd()}. Make one, or name it by --config.`,
  );
}

async function importFile(file: string): Promise<Record<string, unknown>> {
  try {
    if (!file.endsWith("ts")) return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
    // Node 20 cannot read TypeScript, and later ones not all of it. Nothing is cached: the file may hold secrets.
    const { createJiti } = await import("jiti");
    const jiti = createJiti(file, { fsCache: false, interopDefault: false });
    return (await jiti.import(file)) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`${file} could not be loaded: ${errorParts(error).message}`, { cause: error });
  }
}

async function called(file: string, make: () => unknown): Promise<unknown> {
  try {
    return await make();
  } catch (error) {
    throw new UsageError(`The function that ${file} exports failed: ${errorParts(error).message}`, {
      cause: error,
    });
  }
}

import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A store, for the table of all. */
export interface ListedStore {
  readonly name: string;
  /** The folder of its package. */
  readonly folder: string;
  /** Its page in docs/stores. */
  readonly page: string;
  /** The session engine of Django that it stands for. */
  readonly engine: string;
  /** Where its suites may be. */
  readonly tests: string;
}

const listed = (name: string, folder: string, engine: string): ListedStore => {
  const word = folder.replace("store-", "");
  const tests = `{packages/${folder}/test/**/*,test/stores/**/${word}-*}.test.ts`;
  return { name, folder, engine, tests, page: `${word}.md` };
};

/** Every store of ours. */
export const listedStores: readonly ListedStore[] = [
  {
    ...listed("Memory", "core", "`cache` (locmem)"),
    page: "memory.md",
    tests: "packages/test-kit/test/store-memory.test.ts",
  },
  listed("SQLite", "store-sqlite", "`db`"),
  listed("PostgreSQL", "store-postgres", "`db`"),
  listed("MySQL, MariaDB", "store-mysql", "`db`"),
  listed("Redis, Valkey", "store-redis", "`cache`"),
  listed("Keyv", "store-keyv", "`cache`"),
  listed("A fast store in front of a true one", "store-cached", "`cached_db`"),
  listed("Files", "store-file", "`file`"),
  listed("Cookie", "store-cookie", "`signed_cookies`"),
];

/** The test files that run a conformance suite over a store, as paths in the repository. */
export function conformanceTests({ tests }: ListedStore): readonly string[] {
  return globSync(tests, { cwd: root })
    .filter((file) => /\b(s|tokenS)toreSuite\(\{/.test(readFileSync(`${root}${file}`, "utf8")))
    .sort();
}

import { globSync } from "node:fs";
import { join, resolve } from "node:path";
import { cookies } from "./cookies.ts";
import { data } from "./data.ts";
import { sessions } from "./sessions.ts";
import type { Weakening } from "./weakening.ts";

export const root: string = resolve(import.meta.dirname, "../../..");

/** Every weakened build, by the row whose test must find it. */
export const weakenings: readonly Weakening[] = [...cookies, ...sessions, ...data].sort(
  (a, b) => a.row - b.row,
);

/** Those that are tried with every run of the tests; the others take `pnpm test:weakened`. */
export const shortForm: readonly Weakening[] = weakenings.filter(({ row }) =>
  (process.env.CI ? [1, 15, 18, 25, 30] : [1, 18]).includes(row),
);

/** The name of a build. */
export function nameOf({ row, lacks }: Weakening): string {
  return `${row}: ${lacks}`;
}

/** The file with the attacks of a row. */
export function testOf(row: number): string {
  const number = String(row).padStart(2, "0");
  const [file = "", ...more] = globSync(`test/security/{threats,stores}/${number}-*.test.ts`, { cwd: root });
  if (file === "" || more.length > 0) throw new Error(`There is not one test of threat ${row}.`);
  return join(file);
}

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { measuredNode } from "./worker-process.ts";

export type Form = "full" | "quick";

/** Where and how something was measured. */
export interface Circumstances {
  readonly form: Form;
  readonly date: string;
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  /** What ran for the second before: about 0 on a quiet machine. */
  readonly load: number;
}

/** Under what the result of a part is kept: that of another Node than the one that runs this has its version in the name. */
export function keptName(part: string, node: string): string {
  return node === process.version ? part : `${part}-node${node.slice(1).split(".")[0]}`;
}

const folder = join(import.meta.dirname, "..", "results");

/** The file of one part. Only full runs are kept in the repository. */
function fileOf(part: string, form: Form): string {
  return join(folder, form === "full" ? "" : "quick", `${part}.json`);
}

export function circumstances(form: Form): Circumstances {
  const load = Number(readFileSync("/proc/loadavg", "utf8").split(" ")[0]);
  return {
    form,
    date: new Date().toISOString().slice(0, 10),
    node: execFileSync(measuredNode, ["--version"], { encoding: "utf8" }).trim(),
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    load,
  };
}

/** Keeps what a part has measured. Says where. */
export function keepResult(part: string, result: { readonly circumstances: Circumstances }): string {
  const file = fileOf(part, result.circumstances.form);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, undefined, 1)}\n`);
  return file;
}

/** What a part has measured last: in its full form, where there is one. */
export function keptResult<Result>(part: string): Result | undefined {
  const file = (["full", "quick"] as const)
    .map((form) => fileOf(part, form))
    .find((path) => existsSync(path));
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, "utf8")) as Result);
}

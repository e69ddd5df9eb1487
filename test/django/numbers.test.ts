import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { adapterSuite } from "@sess/test-kit/adapter";
import { describe, expect, it } from "vitest";
import { proved, unproved } from "./numbers.ts";

const root = join(import.meta.dirname, "../..");
const all = Array.from({ length: 75 }, (_, index) => index + 1);
const sorted = (numbers: Iterable<number>) => [...new Set(numbers)].sort((a, b) => a - b);

/** The numbers in the titles of a file. */
function titledIn(file: string): number[] {
  const titles = file.startsWith("packages/test-kit/")
    ? suiteTitles()
    : readFileSync(join(root, file), "utf8");
  return sorted([...titles.matchAll(/django (\d+):/g)].map(([, number]) => Number(number)));
}

/** The titles of the adapter suite, for an adapter that can do everything. */
function suiteTitles(): string {
  const titles: string[] = [];
  adapterSuite({
    describe: (_, body) => body(),
    it: (title) => titles.push(title),
    name: "any",
    abilities: new Proxy({} as never, { get: () => true }),
    mount: () => Promise.reject(new Error("Only the titles are wanted.")),
    header: () => undefined,
  });
  return titles.join("\n");
}

/** The packages with this tag. */
function tagged(tag: string): string[] {
  return globSync("packages/*/turbo.json", { cwd: root })
    .filter((file) => JSON.parse(readFileSync(join(root, file), "utf8")).tags.includes(tag))
    .map((file) => file.split("/")[1] ?? "");
}

describe("Django's acceptance list", () => {
  it("has every number from 1 to 75 proved somewhere or excused, and none both", () => {
    const numbers = [...Object.values(proved).flat(), ...Object.keys(unproved).map(Number)];
    expect(numbers.sort((a, b) => a - b)).toEqual(all);
  });

  it.each(Object.entries(proved))("finds its numbers in the titles of %s, and no others", (file, numbers) => {
    expect(titledIn(file)).toEqual(sorted(numbers));
  });

  it("runs over every store that there is a package for", () => {
    const files = ["test/django/embedded-stores.ts", "test/django/server-stores.ts"];
    const stores = files.map((file) => readFileSync(join(root, file), "utf8")).join("");
    const packages = tagged("store");
    expect(packages.length).toBeGreaterThan(0);
    expect(packages.filter((name) => !stores.includes(`from "@sess/${name}"`))).toEqual([]);
  });

  it("runs over every adapter, with the suite of adapters", () => {
    const packages = [...tagged("adapter"), ...tagged("platform")];
    expect(packages.length).toBeGreaterThan(2);
    const tests = (name: string) => globSync(`packages/${name}/test/**/*.test.ts`, { cwd: root });
    const runs = (file: string) => /\badapterSuite\(\{/.test(readFileSync(join(root, file), "utf8"));
    expect(packages.filter((name) => !tests(name).some(runs))).toEqual([]);
  });

  it("gives a reason for each number that is not proved", () => {
    for (const [number, why] of Object.entries(unproved)) expect(why, number).toMatch(/\w+ \w+/);
  });
});

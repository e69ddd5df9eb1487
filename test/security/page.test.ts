import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { many } from "./many.ts";
import { root, testOf, weakenings } from "./weakened/every-weakening.ts";

const page = readFileSync(join(root, "docs/security.md"), "utf8");
const [, threats = "", requirements = ""] = page.split(/^## (?:Threats|Requirements|What we do not .*)$/m);

/** The rows of a part of the page, as their cells; the first is their number. */
function rowsOf(part: string): readonly (readonly string[])[] {
  const lines = part.split("\n").filter((line) => /^\| \d+ \|/.test(line));
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

/** The links in a cell: what they say, and the file they lead to, from the root of the repository. */
function linksIn(cell: string): readonly (readonly [text: string, file: string])[] {
  const links = [...cell.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)];
  return links.map(([, text = "", to = ""]) => [text, resolve("/docs", to).slice(1)]);
}

const numbers = (rows: readonly (readonly string[])[]) => rows.map(([number]) => Number(number));
const textOf = (file: string) => readFileSync(join(root, file), "utf8");

describe("the threats in docs/security.md", () => {
  const rows = rowsOf(threats);

  it("are the thirty of the model, in their order", () => {
    expect(numbers(rows)).toEqual(many(30, (i) => i + 1));
  });

  it.each(rows)("name their test, and how a build was weakened against it (%s)", (number, ...cells) => {
    const [, , test = "", lacks = ""] = cells;
    const [[title = "", file = ""] = [], ...more] = linksIn(test);
    expect(file).toBe(testOf(Number(number)));
    expect(textOf(file)).toContain(`threat(${number}, "${title}"`);
    for (const [, other] of more) expect(textOf(other)).toContain(`threatInBrowser(${number}, "`);
    const builds = weakenings.filter(({ row }) => row === Number(number));
    expect(lacks).toBe(builds.map((build) => build.lacks).join("; "));
  });
});

describe("the requirements in docs/security.md", () => {
  const rows = rowsOf(requirements);

  it("are eighty, in their order", () => {
    expect(numbers(rows)).toEqual(many(80, (i) => i + 1));
  });

  it.each(rows)("say what is done, and name a test of it (%s)", (number, _requirement, here, how, test) => {
    expect(["enforced", "default", "option", "yours"]).toContain(here);
    if (here === "yours") expect(how).not.toBe("");
    const links = linksIn(test ?? "");
    // What does not exist needs no test: 71 is kept by there being no decompression.
    if (here !== "yours" && number !== "71") expect(links).not.toEqual([]);
    for (const [title, file] of links) expect(textOf(file)).toContain(title);
  });
});

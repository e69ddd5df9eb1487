import { relative } from "node:path";

/** A piece of code that a reader may copy. */
export interface CodeBlock {
  /** The file it stands in, from the root of the repository. */
  readonly file: string;
  /** The line of the file on which its first line stands, from 1. */
  readonly line: number;
  readonly language: "ts" | "js";
  readonly text: string;
  /** The HTML comment right above it, such as `quick-start: express`. */
  readonly label: string | undefined;
}

const fence = /^( {0,3})(`{3,}|~{3,})\s*(\S*)\s*(.*)$/;
const languages: Record<string, CodeBlock["language"]> = {
  ts: "ts",
  typescript: "ts",
  js: "js",
  mjs: "js",
  javascript: "js",
};

/** The TypeScript and JavaScript blocks of a Markdown page, without those marked `no-check`. */
export function markdownBlocks(root: string, path: string, markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = markdown.split("\n");
  for (let start = 0; start < lines.length; start++) {
    const open = fence.exec(lines[start] ?? "");
    if (!open) continue;
    const close = lines.findIndex((line, index) => index > start && line.trim() === open[2]);
    const end = close === -1 ? lines.length : close;
    const language = languages[open[3] ?? ""];
    if (language && !(open[4] ?? "").split(/\s+/).includes("no-check")) {
      const text = lines.slice(start + 1, end).join("\n");
      const label = labelAbove(lines, start);
      blocks.push({ file: relative(root, path), line: start + 2, language, text, label });
    }
    start = end;
  }
  return blocks;
}

function labelAbove(lines: readonly string[], start: number): string | undefined {
  const above = lines.slice(0, start).findLast((line) => line.trim() !== "");
  return /^<!--\s*(.*?)\s*-->$/.exec(above?.trim() ?? "")?.[1];
}

/** The `@example` blocks of the documentation comments of a source file. */
export function exampleBlocks(root: string, path: string, source: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = source.split("\n");
  for (let start = 0; start < lines.length; start++) {
    if (!/^\s*\*\s*@example\b/.test(lines[start] ?? "")) continue;
    const end = lines.findIndex((line, index) => index > start && /\*\/|^\s*\*\s*@\w/.test(line));
    const code = lines.slice(start + 1, end).map((line) => line.replace(/^\s*\*? ?/, ""));
    const text = code.map((line) => (line.startsWith("```") ? "" : line)).join("\n");
    blocks.push({ file: relative(root, path), line: start + 2, language: "ts", text, label: undefined });
    start = end;
  }
  return blocks;
}

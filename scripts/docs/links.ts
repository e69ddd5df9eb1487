import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";

const link = /(?<!!)\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;

/** What is wrong with the links of a Markdown page that stay inside the repository. */
export function brokenLinks(root: string, path: string): string[] {
  const markdown = withoutCode(readFileSync(path, "utf8"));
  const problems: string[] = [];
  for (const [, target = ""] of markdown.matchAll(link)) {
    if (/^[a-z][a-z+.-]*:/i.test(target)) continue;
    const [to = "", anchor] = target.split("#");
    const file = to === "" ? path : resolve(dirname(path), decodeURIComponent(to));
    const where = `${relative(root, path)}: the link ${target}`;
    if (!file.startsWith(root) || !existsSync(file)) problems.push(`${where} leads nowhere.`);
    else if (anchor && statSync(file).isFile() && !anchors(file).has(anchor)) {
      problems.push(`${where} names no heading of that page.`);
    }
  }
  return problems;
}

/** The anchors that GitHub makes of the headings of a page. */
function anchors(file: string): Set<string> {
  const found = new Set<string>();
  for (const [, heading = ""] of withoutFences(readFileSync(file, "utf8")).matchAll(
    /^#{1,6}\s+(.+?)\s*#*$/gm,
  )) {
    const base = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{Pc}\- ]/gu, "")
      .replaceAll(" ", "-");
    let anchor = base;
    for (let count = 1; found.has(anchor); count++) anchor = `${base}-${count}`;
    found.add(anchor);
  }
  return found;
}

function withoutFences(markdown: string): string {
  return markdown.replace(/^( {0,3})(`{3,}|~{3,})[\s\S]*?^\1\2\s*$/gm, "");
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replace(/`[^`\n]*`/g, "");
}

/** A Markdown table whose columns are padded, so that it is also one for the terminal. Numbers stand on the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = head.map((title, column) => {
    const cells = rows.map((row) => row[column] ?? "");
    return {
      width: Math.max(3, title.length, ...cells.map((cell) => cell.length)),
      numeric: cells.length > 0 && cells.every((cell) => /^[-\d]/.test(cell) && !/[a-z]{3}/i.test(cell)),
    };
  });
  const line = (cells: readonly string[]) =>
    `| ${columns
      .map(({ width, numeric }, column) =>
        numeric ? (cells[column] ?? "").padStart(width) : (cells[column] ?? "").padEnd(width),
      )
      .join(" | ")} |`;
  const rule = columns.map(({ width, numeric }) => "-".repeat(width + 1) + (numeric ? ":" : "-"));
  return [line(head), `|${rule.join("|")}|`, ...rows.map(line)].join("\n");
}

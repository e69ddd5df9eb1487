/** A drawing under construction: shapes in pixels from the top left. */
export interface Drawing {
  line(x1: number, y1: number, x2: number, y2: number, color: string, width?: number): void;
  bar(x: number, y: number, width: number, height: number, color: string, title: string): void;
  dot(x: number, y: number, color: string, title: string): void;
  text(x: number, y: number, text: string, anchor?: "start" | "middle" | "end", color?: string): void;
}

export const ink = "#24292f";
export const faint = "#d0d7de";

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
const at = (value: number) => value.toFixed(1);

/** An SVG document on white, so that it can be read on any page. */
export function svg(width: number, height: number, title: string, draw: (drawing: Drawing) => void): string {
  const shapes: string[] = [];
  draw({
    line(x1, y1, x2, y2, color, thick = 1) {
      shapes.push(
        `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${color}" stroke-width="${thick}"/>`,
      );
    },
    bar(x, y, wide, high, color, title) {
      shapes.push(
        `<rect x="${at(x)}" y="${at(y)}" width="${at(Math.max(1, wide))}" height="${at(high)}" fill="${color}"><title>${escaped(title)}</title></rect>`,
      );
    },
    dot(x, y, color, title) {
      shapes.push(
        `<circle cx="${at(x)}" cy="${at(y)}" r="3" fill="${color}"><title>${escaped(title)}</title></circle>`,
      );
    },
    text(x, y, text, anchor = "start", color = ink) {
      shapes.push(
        `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="${color}">${escaped(text)}</text>`,
      );
    },
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...shapes,
    "</svg>\n",
  ].join("\n");
}

/** Powers of ten around the values. */
export function decades(values: readonly number[]): readonly number[] {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

import { digits } from "../statistics.ts";
import { decades, faint, svg } from "./svg.ts";

export interface Line {
  readonly label: string;
  readonly color: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const [left, top, plotWidth, plotHeight, right] = [60, 45, 440, 260, 140];

/** Lines on two scales of powers of ten: what grows in proportion is a slope of one. */
export function lineChart(title: string, xTitle: string, unit: string, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points);
  const xs = decades(points.map(({ x }) => x));
  const ys = decades(points.map(({ y }) => y));
  const place = (ticks: readonly number[], value: number) => {
    const [first = 1, last = 10] = [ticks[0], ticks.at(-1)];
    return Math.log10(value / first) / Math.log10(last / first);
  };
  const x = (value: number) => left + plotWidth * place(xs, value);
  const y = (value: number) => top + plotHeight * (1 - place(ys, value));
  return svg(left + plotWidth + right, top + plotHeight + 45, title, (drawing) => {
    drawing.text(10, 18, `${title} (${unit})`);
    for (const tick of xs) {
      drawing.line(x(tick), top, x(tick), top + plotHeight, faint);
      drawing.text(x(tick), top + plotHeight + 18, tick.toLocaleString("en"), "middle");
    }
    for (const tick of ys) {
      drawing.line(left, y(tick), left + plotWidth, y(tick), faint);
      drawing.text(left - 8, y(tick) + 4, tick.toLocaleString("en"), "end");
    }
    drawing.text(left + plotWidth / 2, top + plotHeight + 38, xTitle, "middle");
    for (const { points, color, label } of lines) {
      for (const [index, point] of points.entries()) {
        const next = points[index + 1];
        if (next) drawing.line(x(point.x), y(point.y), x(next.x), y(next.y), color, 2);
        drawing.dot(x(point.x), y(point.y), color, `${label}, ${point.x}: ${digits(point.y)} ${unit}`);
      }
      const last = points.at(-1);
      if (last) drawing.text(left + plotWidth + 10, labelHeight(lines, label), label, "start", color);
    }
  });
}

/** Labels stand below each other, in the order of the lines' ends. */
function labelHeight(lines: readonly Line[], label: string): number {
  const end = ({ points }: Line) => points.at(-1)?.y ?? 0;
  const order = [...lines].sort((a, b) => end(b) - end(a)).findIndex((line) => line.label === label);
  return top + 15 + order * 18;
}

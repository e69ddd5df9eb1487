import { digits } from "../statistics.ts";
import { decades, faint, ink, svg } from "./svg.ts";

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly color: string;
}

const [labelWidth, plotWidth, valueWidth, rowHeight, top] = [250, 480, 60, 20, 40];

/** Horizontal bars in groups, on a scale of powers of ten. */
export function barChart(title: string, unit: string, groups: readonly (readonly Bar[])[]): string {
  const bars = groups.flat();
  // What is less than nothing by the noise of the machine has no place on such a scale.
  const least = 0.1;
  const ticks = decades([...bars.map(({ value }) => Math.max(value, least)), 1]);
  const [first = least, last = 1] = [ticks[0], ticks.at(-1)];
  const x = (value: number) =>
    labelWidth + (plotWidth * Math.log10(Math.max(value, first) / first)) / Math.log10(last / first);
  const height = top + (bars.length + groups.length) * rowHeight + 10;
  return svg(labelWidth + plotWidth + valueWidth, height, title, (drawing) => {
    drawing.text(10, 18, `${title} (${unit}, each line ten times the one before)`);
    for (const tick of ticks) {
      drawing.line(x(tick), top - 4, x(tick), height - 10, faint);
      drawing.text(x(tick), top - 8, String(tick), "middle");
    }
    let y = top + rowHeight / 2;
    for (const group of groups) {
      for (const { label, value, color } of group) {
        drawing.text(labelWidth - 8, y + 11, label, "end");
        drawing.bar(
          labelWidth,
          y,
          x(value) - labelWidth,
          rowHeight - 6,
          color,
          `${label}: ${digits(value)} ${unit}`,
        );
        drawing.text(x(value) + 5, y + 11, digits(value), "start", ink);
        y += rowHeight;
      }
      y += rowHeight;
    }
  });
}

/**
 * How many times as fast as plain JavaScript each loop is.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { duration, three } from "../../text.ts";
import type { Row } from "../result.ts";
import { figure } from "./figure.ts";

/** Draws a bar a loop. */
export function speedFigure(rows: readonly Row[]): string {
  const most = Math.max(...rows.map(({ ratio }) => ratio));
  return figure(
    {
      width: 760,
      height: 80 + 34 * rows.length,
      marginTop: 32,
      marginBottom: 44,
      marginLeft: 116,
      marginRight: 24,
      x: { label: "times as fast as plain JavaScript in the same run →", domain: [0, most * 1.45], ticks: 6 },
      y: { label: null, domain: rows.map(({ name }) => name), tickSize: 0, padding: 0.25 },
      marks: [
        Plot.barX(rows, { x: "ratio", y: "name", fill: "var(--first)", fillOpacity: 0.85 }),
        Plot.text(rows, {
          x: "ratio",
          y: "name",
          text: (row: Row) =>
            `${three(row.ratio)}x, ${duration(row.milliseconds)} against ${duration(row.plainMilliseconds)}`,
          textAnchor: "start",
          dx: 6,
        }),
        Plot.ruleX([0], { stroke: "var(--quiet)" }),
        Plot.ruleX([1], { stroke: "var(--second)", strokeDasharray: "4 3" }),
        Plot.text([1], {
          x: (v) => v,
          frameAnchor: "top",
          dy: -14,
          text: () => "plain JavaScript",
          fill: "var(--second)",
        }),
      ],
    },
    {
      id: "speed",
      title: "Speed of the hot loops",
      description: rows.map((row) => `${row.name} (${row.size}): ${three(row.ratio)} times`).join("; "),
    },
  );
}

/**
 * The lasso path: each coefficient against lambda.
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { Lasso, PathPoint } from "../result.ts";
import { figure } from "./figure.ts";
import { spread } from "./spread.ts";

const HEIGHT = 440;
const MARGINS = { marginTop: 40, marginBottom: 48, marginLeft: 56, marginRight: 44 };
/** Height of a label, in pixels. */
const LINE = 14;

/** Draws it, each line named at its end; the variables in the support at the demo's lambda are coloured. */
export function lassoPathFigure({ names, path, lambda, support }: Lasso): string {
  const last = path.at(-1) as PathPoint;
  const points = names.flatMap((name, j) =>
    path.map((point) => ({ name, lambda: point.lambda, coefficient: point.coefficients[j] as number })),
  );
  const all = points.map((point) => point.coefficient);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const unit = (high - low) / (HEIGHT - MARGINS.marginTop - MARGINS.marginBottom);
  const heights = spread(last.coefficients, LINE * unit);
  const labels = names.map((name, j) => ({ name, lambda: last.lambda, at: heights[j] as number }));
  const colour = ({ name }: { name: string }) => (support.includes(name) ? "var(--first)" : "var(--quiet)");
  return figure(
    {
      width: 760,
      height: HEIGHT,
      ...MARGINS,
      x: {
        type: "log",
        reverse: true,
        label: "λ, weight of the penalty (log scale, falling) →",
        tickFormat: (v: number) => `${v}`,
        ticks: [0.1, 0.3, 1, 3, 10, 30],
      },
      y: {
        label: "↑ change of the disease score by one standard deviation of the variable",
        domain: [low, high],
        nice: true,
        ticks: 8,
      },
      marks: [
        Plot.ruleY([0], { stroke: "var(--faint)" }),
        Plot.ruleX([lambda], { stroke: "var(--second)", strokeDasharray: "4 3" }),
        Plot.text([lambda], {
          x: (v) => v,
          frameAnchor: "bottom",
          dx: 6,
          dy: -6,
          text: (v) => `λ = ${v}`,
          textAnchor: "start",
          fill: "var(--second)",
        }),
        Plot.line(points, { x: "lambda", y: "coefficient", z: "name", stroke: colour, strokeWidth: 1.75 }),
        Plot.text(labels, {
          x: "lambda",
          y: "at",
          text: "name",
          textAnchor: "start",
          dx: 6,
          fill: colour,
          fontWeight: 600,
        }),
      ],
    },
    {
      id: "lasso-path",
      title: "Lasso path of the diabetes table",
      description: `Ten coefficients against lambda, from all zero on the left to nearly least squares on the right. At lambda ${lambda} those of ${support.join(", ")} are not zero.`,
    },
  );
}

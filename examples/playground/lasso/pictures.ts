/**
 * The two pictures of the lasso: all coefficients against lambda, and the fit at one.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { spread } from "../../../src/cli/demo/figures/spread.ts";
import { three } from "../../../src/cli/text.ts";
import { decimal, type Picture } from "../page/chart.ts";
import type { Path } from "./worker.ts";

/** Height of a label, in pixels. */
const LINE = 14;

/** Every coefficient's line, those that are in the model at `lambda` coloured, with a rule there. */
export function pathPicture(path: Path | undefined, names: readonly string[], lambda: number, at: Float64Array) {
  return (width: number, height: number): Picture => {
    const { lambdas, coefficients } = path ?? { lambdas: Float64Array.of(45, 0.045), coefficients: [] };
    const points = names.flatMap((name, j) =>
      coefficients.map((row, k) => ({ name, lambda: lambdas[k] as number, coefficient: row[j] as number })),
    );
    const last = coefficients.at(-1) ?? new Float64Array(names.length);
    const [low, high] = [Math.min(-30, ...last), Math.max(30, ...last)].map((v) => v * 1.08) as [number, number];
    const heights = spread([...last], (LINE * (high - low)) / (height - 70));
    const inside = (name: string) => at[names.indexOf(name)] !== 0;
    const colour = ({ name }: { name: string }) => (inside(name) ? "var(--first)" : "var(--quiet)");
    const support = names.filter(inside);
    return {
      title: "Lasso path of the diabetes table",
      description: `Ten coefficients against lambda, all zero on the left. At ${three(lambda)} those of ${support.join(", ") || "none"} are not zero.`,
      options: {
        marginLeft: 44,
        marginRight: 36,
        marginTop: 28,
        marginBottom: 42,
        x: {
          type: "log",
          reverse: true,
          domain: [lambdas.at(-1) as number, (lambdas[0] as number) * 1.1],
          label: width < 480 ? "λ, falling →" : "λ, weight of the penalty (log scale, falling) →",
          ticks: width < 480 ? [0.1, 1, 10] : [0.1, 0.3, 1, 3, 10, 30],
          tickFormat: decimal,
        },
        y: { label: "↑ points of the disease score a standard deviation", domain: [low, high], ticks: 8 },
        marks: [
          Plot.gridY({ stroke: "var(--faint)", strokeOpacity: 1, ticks: 8 }),
          Plot.ruleY([0], { stroke: "var(--quiet)" }),
          Plot.line(points, { x: "lambda", y: "coefficient", z: "name", stroke: colour, strokeWidth: 1.75 }),
          Plot.ruleX([lambda], { stroke: "var(--second)", strokeWidth: 2 }),
          Plot.dot(
            names.filter(inside).map((name) => ({ name, coefficient: at[names.indexOf(name)] as number })),
            { x: () => lambda, y: "coefficient", fill: "var(--second)", r: 3.5 },
          ),
          Plot.text(coefficients.length > 0 ? names.map((name, j) => ({ name, y: heights[j] as number })) : [], {
            x: () => lambdas.at(-1),
            y: "y",
            text: "name",
            textAnchor: "start",
            dx: 6,
            fill: colour,
            fontWeight: 600,
          }),
        ],
      },
    };
  };
}

/** What was measured of each patient against what the model says. */
export function fitPicture(fitted: ArrayLike<number>, measured: Float64Array, r2: number) {
  return (): Picture => ({
    title: "Fit of the model at this lambda",
    description: `442 patients, measured against fitted progression; the model explains ${(100 * r2).toFixed(1)} percent of the variance.`,
    options: {
      marginLeft: 44,
      marginTop: 28,
      marginRight: 12,
      marginBottom: 42,
      x: { label: "fitted score →", domain: [0, 350], ticks: 5 },
      y: { label: "↑ measured score", domain: [0, 350], ticks: 7 },
      marks: [
        Plot.gridY({ stroke: "var(--faint)", strokeOpacity: 1, ticks: 7 }),
        Plot.line(
          [
            [0, 0],
            [350, 350],
          ],
          { stroke: "var(--second)", strokeWidth: 1.5 },
        ),
        Plot.dot(measured, {
          x: (_, i: number) => fitted[i],
          y: (v) => v,
          fill: "var(--first)",
          fillOpacity: 0.55,
          r: 2.5,
        }),
      ],
    },
  });
}

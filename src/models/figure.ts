/**
 * Pictures of a path: coefficients against the weight of the penalty, and what cross-validation says of it.
 * @module
 */
import { checkOptions, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { CrossValidation, type Path } from "./crossValidate.ts";
import { Fit } from "./fit.ts";
import { LassoPath } from "./lassoPath.ts";
import type { LogisticFit } from "./logistic.ts";
import { Chart, log10, svg } from "./svg.ts";

/** Options of `pathFigure` and `cvFigure`. */
export interface FigureOptions {
  /** What the features are called; by default w0, w1, ... */
  names?: readonly string[];
  /** Over the coefficients. */
  title?: string;
  /** Of logistic fits to many classes, the one that is drawn. Default 0. */
  fit?: number;
}

/** Coefficients that are named at the end of their line. */
const NAMED = 12;

/** Coefficients of each alpha > 0, alphas descending. */
interface Lines {
  readonly alphas: readonly number[];
  readonly rows: readonly Float64Array[];
}

function linesOf(path: Path, which: number): Lines {
  const found: [number, Float64Array][] = [];
  if (path instanceof LassoPath) {
    const { indptr, indices, values, rows } = path.coefficients;
    for (const [k, alpha] of path.alphas.entries()) {
      const w = new Float64Array(rows);
      for (let p = indptr[k] as number; p < (indptr[k + 1] as number); p++)
        w[indices[p] as number] = values[p] as number;
      found.push([alpha, w]);
    }
  } else {
    if (!Array.isArray(path)) throw new ArgumentTypeError("path", "a path of fits", describe(path));
    for (const entry of path as (Fit | LogisticFit)[]) {
      const fit = entry instanceof Fit ? entry : entry.fits?.[which];
      if (!fit) throw new ArgumentRangeError("fit", "the number of a fit", describe(which));
      found.push([fit.alpha, Float64Array.from(fit.coefficients.data)]);
    }
  }
  const kept = found.filter(([alpha]) => alpha > 0).sort(([a], [b]) => b - a);
  if (kept.length === 0) throw new ArgumentRangeError("path", "a fit with alpha > 0", "none");
  return { alphas: kept.map(([alpha]) => alpha), rows: kept.map(([, w]) => w) };
}

/** The logarithms at the left and the right: alphas fall from left to right. */
const rangeOf = (alphas: readonly number[]): [number, number] => [
  log10(alphas[0] as number),
  log10(alphas[alphas.length - 1] as number),
];

function coefficients({ alphas, rows }: Lines, { names, title = "Coefficients along the path" }: FigureOptions): Chart {
  const p = rows[0]?.length ?? 0;
  if (names !== undefined && names.length !== p) throw new ShapeError("names", `${p} names`, `${names.length}`);
  const [low, high] = rows.reduce(
    ([a, b], w) => [w.reduce((m, v) => Math.min(m, v), a), w.reduce((m, v) => Math.max(m, v), b)] as [number, number],
    [0, 0] as [number, number],
  );
  const room = 0.05 * (high - low || 1);
  const chart = new Chart(rangeOf(alphas), [low - room, high + room], 0);
  chart.axes(title, "alpha (less penalty to the right)", "coefficient");
  const last = rows[rows.length - 1] as Float64Array;
  const drawn = Array.from({ length: p }, (_, j) => j).filter((j) => rows.some((w) => w[j] !== 0));
  const name = (j: number) => names?.[j] ?? `w${j}`;
  for (const [k, j] of drawn.entries())
    chart.line(
      rows.map((w, at) => [log10(alphas[at] as number), w[j] as number] as const),
      k,
      name(j),
    );
  const leading = drawn
    .map((j, k) => ({ y: last[j] as number, colour: k, text: name(j) }))
    .sort((a, b) => Math.abs(b.y) - Math.abs(a.y))
    .slice(0, NAMED);
  return chart.labels(leading);
}

/** Coefficients against alpha on a logarithmic axis, as the text of an SVG. */
export function pathFigure(path: Path, options: FigureOptions = {}): string {
  checkOptions("options", options);
  return svg([coefficients(linesOf(path, options.fit ?? 0), options)], options.title ?? "Coefficients along the path");
}

/**
 * The coefficients, and below them the mean loss of samples left out with a bar of one standard error either way, the best
 * penalty and the heaviest within one standard error of it, as the text of an SVG.
 */
export function cvFigure(cv: CrossValidation, options: FigureOptions = {}): string {
  if (!(cv instanceof CrossValidation)) throw new ArgumentTypeError("cv", "a CrossValidation", describe(cv));
  checkOptions("options", options);
  const lines = linesOf(cv.path, options.fit ?? 0);
  const points = Array.from(cv.alphas, (alpha, k) => {
    const [mean, error] = [cv.means[k] as number, cv.errors[k] as number];
    return { x: alpha, mean, low: mean - error, high: mean + error };
  })
    .filter(({ x }) => x > 0)
    .sort((a, b) => b.x - a.x)
    .map((point) => ({ ...point, x: log10(point.x) }));
  const [low, high] = [Math.min(...points.map((point) => point.low)), Math.max(...points.map((point) => point.high))];
  const room = 0.08 * (high - low || 1);
  const [best, modest] = [cv.alphas[cv.best] as number, cv.alphas[cv.oneStandardError] as number];
  const top = coefficients(lines, options).mark(log10(best), "").mark(log10(modest), "");
  const chart = new Chart(rangeOf(lines.alphas), [low - room, high + 2 * room], 330);
  chart.axes("Cross-validation", "alpha (less penalty to the right)", "loss of samples left out");
  chart.line(
    points.map(({ x, mean }) => [x, mean] as const),
    0,
    "mean loss",
  );
  for (const { x, low: from, mean, high: to } of points) chart.bar(x, from, mean, to);
  chart.mark(log10(modest), best === modest ? "best, and within one standard error" : "within one standard error", 0);
  if (best !== modest) chart.mark(log10(best), "best", 1);
  return svg([top, chart], options.title ?? "Cross-validation of a path");
}

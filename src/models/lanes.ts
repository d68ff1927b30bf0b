/**
 * Fits of many answers to the same samples, side by side in the lanes of panels.
 * @module
 */
import { CscMatrix } from "../arrays/csc.ts";
import { CsrMatrix } from "../arrays/csr.ts";
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { run } from "../core/run.ts";
import { matrixAmax } from "../kernels/dense.ts";
import { type Columns, type Loss, panelWidths } from "../kernels/klane.ts";
import { csrAmax } from "../kernels/sparse.ts";
import { laneDescent } from "../solvers/laneDescent.ts";
import { LanePanel } from "../solvers/lanes/panel.ts";
import { Fit } from "./fit.ts";
import type { modelOptions } from "./options.ts";
import type { Design } from "./samples.ts";

/** The settings of a model, checked. */
type Settings = Omit<ReturnType<typeof modelOptions>, "start">;

/** What one lane is fitted to. */
export interface Lane {
  /** One answer a sample; 1 or -1 for the logistic loss. */
  readonly answers: ArrayLike<number>;
  /** Where the first fit of the path starts. */
  readonly start?: Fit | undefined;
}

/** A penalty of a path: l1 ||w||_1 + ridge ||w||^2 / 2 beside the weighted sum of the losses. */
export interface LaneStep {
  readonly l1: number;
  readonly ridge: number;
  /** What the fits name their penalty by. */
  readonly alpha: number;
  /** What the objective is multiplied by where it is told. */
  readonly unit: number;
}

/** What is to be fitted. */
export interface LaneTask {
  readonly loss: Loss;
  readonly lanes: readonly Lane[];
  /** Of the loss of each sample. */
  readonly weights: ArrayLike<number>;
  readonly path: readonly LaneStep[];
}

/** The fits of all lanes at each step of the path; each step starts from the one before. */
export function fitLanes(X: Design, task: LaneTask, settings: Settings): Fit[][] {
  const { engine, type } = X;
  checkFiniteDesign(X);
  return engine.memory.scope(() => {
    const columns = columnsOf(X);
    const { lanes, path } = task;
    const fits: Fit[][] = path.map(() => []);
    const [wide, narrow] = panelWidths(type);
    for (let first = 0; first < lanes.length; first += wide) {
      const own = lanes.slice(first, first + wide);
      const panel = panelOf(columns, task, own, own.length <= narrow ? narrow : wide, settings.fitIntercept);
      for (const [at, step] of path.entries()) fits[at]?.push(...fitPanel(panel, own.length, step, settings));
      panel.dispose();
    }
    return fits;
  });
}

function panelOf(columns: Columns, task: LaneTask, lanes: readonly Lane[], width: number, intercept: boolean) {
  const { loss, weights } = task;
  const { engine, type, cols: n } = columns;
  const [Y, S] = [new Matrix(engine, type, n, width), Matrix.zeros(engine, type, n, width)];
  const [y, s] = [Y.data.fill(1), S.data];
  for (const [k, { answers }] of lanes.entries())
    for (let i = 0; i < n; i++) {
      y[i * width + k] = answers[i] as number;
      s[i * width + k] = weights[i] as number;
    }
  const panel = new LanePanel({ columns, loss, Y, S, intercept });
  if (lanes.every(({ start }) => start === undefined)) return panel;
  const z = panel.model.Z.data;
  for (const [k, { start }] of lanes.entries()) {
    start?.coefficients.data.forEach((value, j) => {
      z[j * width + k] = value;
    });
    if (start && intercept) panel.intercepts[k] = start.intercept;
  }
  panel.refresh();
  return panel;
}

/** The fits of the first `count` lanes of a panel at one step of the path. */
function fitPanel(panel: LanePanel, count: number, step: LaneStep, settings: Settings): Fit[] {
  const { tolerance, running, onProgress } = settings;
  const { l1, ridge, alpha, unit } = step;
  const all = (value: number) => new Array<number>(panel.width).fill(value);
  const { standing, iterations } = run(laneDescent(panel, { l1: all(l1), ridge: all(ridge) }, tolerance), {
    ...running,
    ...(onProgress && {
      onProgress: ({ standing: { gaps }, residual }, iteration) =>
        onProgress({ gap: unit * Math.max(...gaps), dualGap: residual }, iteration),
    }),
  });
  const { Z } = panel.model;
  return Array.from({ length: count }, (_, k) => {
    const coefficients = new Vector(Z.engine, Z.type, Z.rows);
    const [to, from] = [coefficients.data, Z.data];
    for (let j = 0; j < to.length; j++) to[j] = from[j * panel.width + k] as number;
    const gap = standing.gaps[k] as number;
    const dualGap = gap / (panel.scales[k] as number);
    return new Fit({
      coefficients,
      intercept: panel.intercepts[k] as number,
      alpha,
      objective: unit * (standing.objectives[k] as number),
      gap: unit * gap,
      dualGap,
      iterations,
      converged: dualGap <= tolerance,
    });
  });
}

/** X by columns; what it takes is left to the scope it is called in. */
function columnsOf(X: Design): Columns {
  return X instanceof CscMatrix ? X.transposed : X.transpose();
}

/** Every entry of X is finite. */
export function checkFiniteDesign(X: Design): void {
  const top = X instanceof CscMatrix ? csrAmax(X.transposed) : X instanceof CsrMatrix ? csrAmax(X) : matrixAmax(X);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("X", "finite numbers", `an entry that is ${top}`);
}

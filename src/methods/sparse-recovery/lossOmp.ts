/**
 * Orthogonal matching pursuit that adds the column by which a weighted LASSO, square-root LASSO or LAD-LASSO loss falls most:
 * with G(x) = F(y - A x) + lambda R(x), the j of the largest max_z [G(x) - G(x + z e_j)]; then x is the best fit by those taken.
 *
 * Mohammad-Taheri and Brugiapaglia, "The greedy side of the LASSO: New algorithms for weighted sparse recovery via loss
 * function-based orthogonal matching pursuit", 2023. arXiv:2303.00844
 *
 * F = ||.||_2^2, ||.||_2 or ||.||_1; R = sum of w_j^2 over x_j != 0 ("l0") or sum of w_j |x_j| ("l1"). Columns are never taken out again.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";
import { Vector } from "../../arrays/vector.ts";
import { type RunOptions, run, runAsync, type State } from "../../core/run.ts";
import { absoluteDecreases, decreases } from "../../kernels/greedy.ts";
import { copy, nrm2 } from "../../kernels/vec.ts";
import { gemv } from "../../kernels/dense.ts";
import { checkVector } from "../../kernels/storage.ts";
import { decreaseOnSupport } from "./lossOmp/support.ts";
import { checkLoss, checkMaxIter, type LossOptions, type Penalised, prepare } from "./lossOmp/problem.ts";
import { fitOf } from "./lossOmp/fit.ts";
import { chooserOf } from "./lossOmp/choose.ts";

export type { LossOptions } from "./lossOmp/problem.ts";

/** How to pursue. */
export interface OmpOptions extends LossOptions {
  /** Most columns taken, at most the rows of A. Default as many as can be. */
  maxIter?: number;
  /** Stop where the norm of the residual is at most this part of that of y. Default 1e-12, in f32 1e-6. */
  residualTol?: number;
}

/** Why a pursuit ended: nothing lowers the loss, as many columns as allowed are taken, or y is fitted. */
export type OmpStop = "no-decrease" | "maxIter" | "residual";

/** A pursuit after some columns. */
export interface OmpState extends State {
  /** The fit, A.cols elements; the same vector in every state, and the caller's to dispose. */
  readonly x: Vector;
  /** The columns taken, in the order in which they were. */
  readonly support: Uint32Array<ArrayBuffer>;
  /** ||y - A x|| of the loss's own norm: first of x = 0, then after each column. */
  readonly residualNorms: Float64Array;
  /** What each column promised when it was taken. */
  readonly decreases: Float64Array;
  /** Why no more are taken, once none are. */
  readonly stop: OmpStop | undefined;
  /** The decrease that the next column promises; 0 at the end. */
  readonly residual: number;
}

/** A finished pursuit. */
export type OmpResult = Omit<OmpState, "residual" | "stop"> & { readonly stop: OmpStop };

/** Watching and stopping. */
export type OmpRunOptions = OmpOptions & Pick<RunOptions<OmpState>, "signal" | "onProgress">;

/**
 * Steps the pursuit from x = 0: one state before the first column and one after each. Reserves at the first step A again and,
 * for k columns of m rows, k m elements, in f64 3 k m for "lad-lasso"; then k^2 more while it works.
 * @throws ArgumentRangeError if A or y is not finite, a column is 0 or, without `normalize`, not of norm 1, lambda < 0, a weight
 *   is not > 0, or maxIter > A.rows; ShapeError
 */
export function* lossOmpSteps(A: Matrix, y: Vector, options: OmpOptions = {}): Generator<OmpState, void> {
  const loss = checkLoss(A, y, options);
  const [maxIter, residualTol] = checkMaxIter(A, options);
  const x = Vector.zeros(A.engine, A.type, A.cols);
  const own: { dispose(): void }[] = [];
  try {
    const problem = prepare(A, loss, own);
    const fit = fitOf(problem, y, maxIter, own);
    const choose = chooserOf(problem, own);
    const [taken, norms, promises] = [[] as number[], [fit.norm], [] as number[]];
    const enough = residualTol * fit.norm;
    for (;;) {
      let stop: OmpStop | undefined;
      let [column, decrease] = [-1, 0];
      if (fit.norm <= enough) stop = "residual";
      else if (taken.length === maxIter) stop = "maxIter";
      else {
        [column, decrease] = choose(fit.residual, fit.norm);
        if (!(decrease > 0)) stop = "no-decrease";
      }
      do {
        yield {
          x,
          support: Uint32Array.from(taken),
          residualNorms: Float64Array.from(norms),
          decreases: Float64Array.from(promises),
          stop,
          residual: stop ? 0 : decrease,
        };
      } while (stop);
      if (!fit.append(column)) continue;
      taken.push(column);
      norms.push(fit.norm);
      promises.push(decrease);
      const { data } = x;
      for (const [k, z] of fit.coefficients().entries())
        data[taken[k] as number] = z / (problem.norms[taken[k] as number] as number);
    }
  } catch (error) {
    x.dispose();
    throw error;
  } finally {
    for (const array of own) array.dispose();
  }
}

/** Pursues to the end: see `lossOmpSteps`. With the defaults, plain OMP. */
export function lossOmp(A: Matrix, y: Vector, options: OmpRunOptions = {}): OmpResult {
  return resultOf(run(lossOmpSteps(A, y, options), runOf(options)));
}

/** As `lossOmp`, letting the host do other work between columns. */
export async function lossOmpAsync(A: Matrix, y: Vector, options: OmpRunOptions = {}): Promise<OmpResult> {
  return resultOf(await runAsync(lossOmpSteps(A, y, options), runOf(options)));
}

/**
 * The most that the loss at x falls by moving each coordinate alone, as a new vector of A.cols elements: what the pursuit
 * compares, here at any x and for columns in its support as well. Reserves A again while it works.
 * @throws as lossOmpSteps
 */
export function lossDecrease(A: Matrix, y: Vector, x: Vector, options: LossOptions = {}): Vector {
  const loss = checkLoss(A, y, options);
  checkVector("x", x, A, A.cols);
  return A.engine.memory.scope(() => {
    const problem: Penalised = prepare(A, loss, []);
    const { columns, norms, weights, kind, lambda, eps } = problem;
    const { engine, type, rows: m, cols: n } = A;
    const at = Vector.from(
      engine,
      type,
      x.data.map((v, j) => v * (norms[j] as number)),
    );
    const r = new Vector(engine, type, m);
    copy(r, y);
    gemv(r, A, x, { alpha: -1, beta: 1 });
    const out = new Vector(engine, type, n);
    if (kind.loss === "lad-lasso") {
      const total = r.asum();
      absoluteDecreases(out, columns, r, {
        lambda,
        absolute: kind.absolute,
        floor: m * eps * total,
        x: at,
        w: weights,
      });
      return out;
    }
    const rho = nrm2(r);
    gemv(out, columns, r);
    const g = out.toArray();
    if (rho > 0) decreases(out, out, weights, rho, lambda, kind);
    else out.data.fill(0);
    for (const [j, v] of at.data.entries())
      if (v !== 0) out.data[j] = decreaseOnSupport(kind, v, g[j] as number, rho, lambda, weights?.data[j] ?? 1);
    return out;
  });
}

function resultOf({ x, support, residualNorms, decreases, stop }: OmpState): OmpResult {
  return { x, support, residualNorms, decreases, stop: stop as OmpStop };
}

function runOf({ signal, onProgress }: OmpRunOptions): RunOptions<OmpState> {
  return { tolerance: 0, maxIterations: 2 ** 32 - 1, ...(signal && { signal }), ...(onProgress && { onProgress }) };
}

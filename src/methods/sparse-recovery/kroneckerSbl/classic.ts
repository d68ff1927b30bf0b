/**
 * Sparse Bayesian learning without structure, to compare with: x ~ N(0, diag(g)), by the same expectation and maximisation.
 *
 * Wipf and Rao, "Sparse Bayesian Learning for Basis Selection", IEEE Trans. Signal Processing 52 (2004) 2153-2164.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkOptions } from "../../../core/check.ts";
import { log } from "../../../core/elementary.ts";
import { type RunOptions, run } from "../../../core/run.ts";
import { syrk, trsm, trsv } from "../../../kernels/dense.ts";
import { choleskyInPlace } from "../../../kernels/factor.ts";
import { inner } from "../../../kernels/flat.ts";
import { checkVector } from "../../../kernels/storage.ts";
import { columns } from "../../../linalg/columns.ts";
import { learn, type Moments, type SblState } from "./em.ts";
import { checkDictionary, checkNoise, type NoiseOptions } from "./problem.ts";
import { checkFiniteVector } from "../common/finite.ts";

/** How to learn, and when to stop: tolerance (default 1e-4), maxIterations (150), signal, onProgress. */
export interface ClassicSblOptions extends NoiseOptions, RunOptions<SblState> {}

/** What was learned. */
export interface ClassicSblResult {
  /** The posterior mean. */
  readonly x: Vector;
  /** Prior variances, 0 where pruned. */
  readonly gamma: Float64Array;
  readonly noiseVar: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Learns x from y = A x + noise, A of m x n. Reserves x; while it works 2mn + m^2 elements. A step costs m^2 n operations twice
 * and a Cholesky factor of order m.
 * @throws ShapeError; ArgumentRangeError for a column of zeros, noiseVar <= 0, numbers that are not finite; ArgumentTypeError
 */
export function classicSBL(y: Vector, A: Matrix, options: ClassicSblOptions = {}): ClassicSblResult {
  checkOptions("options", options);
  checkFiniteVector("y", y);
  checkDictionary("A", A, y);
  checkVector("y", y, A, A.rows);
  const { tolerance = 1e-4, maxIterations = 150 } = options;
  const steps = learn({
    ...checkNoise(y, options),
    sizes: [A.cols],
    samples: A.rows,
    moments: ([kept], [g], noiseVar) => denseMoments(y, A, kept as number[], g as Float64Array, noiseVar),
    update: (power) => [power],
  });
  const { gammas, noiseVar, iterations, converged } = run(steps, { ...options, tolerance, maxIterations });
  const gamma = gammas[0] as Float64Array;
  const all = Array.from(gamma.keys());
  const x = Vector.from(y.engine, y.type, denseMoments(y, A, all, gamma, noiseVar).mean);
  return { x, gamma, noiseVar, iterations, converged };
}

/** With S = noise I + B B' = L L', B = A diag(g)^(1/2) and T = L^-1 B: mean = diag(g)^(1/2) T' L^-1 y, variance = g (1 - |t_j|^2). */
function denseMoments(y: Vector, A: Matrix, kept: readonly number[], g: Float64Array, noiseVar: number): Moments {
  const { engine, type, rows: m } = A;
  const n = kept.length;
  return engine.memory.scope(() => {
    const T = columns(A, kept);
    const entries = T.data;
    for (let q = 0; q < entries.length; q++) (entries[q] as number) *= Math.sqrt(g[q % n] as number);
    const L = new Matrix(engine, type, m, m);
    syrk(L, T);
    const S = L.data;
    for (let q = 0; q < S.length; q += m + 1) (S[q] as number) += noiseVar;
    choleskyInPlace(L);
    trsm(T, L);
    const white = y.clone();
    trsv(white, L);
    const mean = new Vector(engine, type, n);
    T.adjoint(mean, white);
    const known = new Float64Array(n);
    const t = T.data;
    for (let q = 0; q < t.length; q++) (known[q % n] as number) += (t[q] as number) ** 2;
    const x = Float64Array.from(mean.data, (v, j) => v * Math.sqrt(g[j] as number));
    const power = x.map((v, j) => (g[j] as number) * Math.max(0, 1 - (known[j] as number)) + v * v);
    const fitted = inner(white, white);
    trsv(white, L, { transpose: true });
    const misfit = noiseVar ** 2 * inner(white, white);
    let cost = fitted;
    const factor = L.data;
    for (let q = 0; q < factor.length; q += m + 1) cost += 2 * log(factor[q] as number);
    return { mean: x, power, cost, misfit, determined: known.reduce((a, b) => a + b, 0) };
  });
}

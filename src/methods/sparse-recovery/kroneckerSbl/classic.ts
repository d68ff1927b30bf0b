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
import { columns } from "../../../linalg/columns.ts";
import { learn, type Moments, type SblState } from "./em.ts";
import { checkDictionary, checkLength, checkNoise, type NoiseOptions } from "./problem.ts";
import {
  type FactorOf,
  mapped,
  type Parts,
  partsOf,
  present,
  realForm,
  type Signal,
  stacked,
  unstacked,
} from "./split.ts";
import { checkFiniteVector } from "../common/finite.ts";

/** How to learn, and when to stop: tolerance (default 1e-4), maxIterations (150), signal, onProgress. */
export interface ClassicSblOptions extends NoiseOptions, RunOptions<SblState> {}

/** What was learned. */
export interface ClassicSblResult<Y extends Signal = Vector> {
  /** The posterior mean. */
  readonly x: Y;
  /** Prior variances, 0 where pruned. */
  readonly gamma: Float64Array;
  readonly noiseVar: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Learns x from y = A x + noise, A of m x n, both complex where y is. Reserves x; while it works 2mn + m^2 elements, four times that
 * if complex. A step costs m^2 n operations twice and a Cholesky factor of order m; of order 2m if complex.
 * @throws ShapeError; ArgumentRangeError for a column of zeros, noiseVar <= 0, numbers that are not finite; ArgumentTypeError
 */
export function classicSBL<Y extends Signal>(
  y: Y,
  A: FactorOf<Y>,
  options: ClassicSblOptions = {},
): ClassicSblResult<Y> {
  checkOptions("options", options);
  const seen = partsOf("y", y, "Vector", checkFiniteVector);
  const dictionary = checkDictionary("A", A, seen);
  const [{ rows, cols }] = dictionary;
  checkLength(seen, dictionary[0], rows);
  const { tolerance = 1e-4, maxIterations = 150 } = options;
  const steps = learn({
    ...checkNoise(seen, options),
    sizes: [cols],
    samples: rows,
    moments: ([kept], [g], noiseVar) => denseMoments(seen, dictionary, kept as number[], g as Float64Array, noiseVar),
    update: (power) => [power],
  });
  const { gammas, noiseVar, iterations, converged } = run(steps, { ...options, tolerance, maxIterations });
  const gamma = gammas[0] as Float64Array;
  const { mean } = denseMoments(seen, dictionary, Array.from(gamma.keys()), gamma, noiseVar);
  return { x: unstacked<Y>(mean, seen), gamma, noiseVar, iterations, converged };
}

/**
 * With S = noise I + B B* = L L*, B = A diag(g)^(1/2): mean = diag(g)^(1/2) B* S^-1 y, variance = g (1 - |L^-1 b_j|^2). Complex
 * matrices act as real ones on real parts over imaginary ones; log det S then comes twice.
 */
function denseMoments(
  y: Parts<Vector>,
  A: Parts<Matrix>,
  kept: readonly number[],
  g: Float64Array,
  noiseVar: number,
): Moments {
  const [{ engine, type }] = A;
  const [n, count] = [kept.length, present(y).length];
  return engine.memory.scope(() => {
    const B = mapped(A, (part) => columns(part, kept));
    for (const { data } of present(B))
      for (let q = 0; q < data.length; q++) (data[q] as number) *= Math.sqrt(g[q % n] as number);
    const whole = realForm(B, count);
    const L = new Matrix(engine, type, whole.rows, whole.rows);
    syrk(L, whole);
    const S = L.data;
    for (let q = 0; q < S.length; q += whole.rows + 1) (S[q] as number) += noiseVar;
    choleskyInPlace(L);
    const white = stacked(y);
    trsv(white, L);
    let cost = inner(white, white);
    const factor = L.data;
    for (let q = 0; q < factor.length; q += whole.rows + 1) cost += (2 / count) * log(factor[q] as number);
    trsv(white, L, { transpose: true });
    const misfit = noiseVar ** 2 * inner(white, white);
    const mean = new Vector(engine, type, count * n);
    whole.adjoint(mean, white);
    const x = Float64Array.from(mean.data, (v, q) => v * Math.sqrt(g[q % n] as number));
    const T = firstColumns(whole, n);
    trsm(T, L);
    const known = new Float64Array(n);
    const t = T.data;
    for (let q = 0; q < t.length; q++) (known[q % n] as number) += (t[q] as number) ** 2;
    const power = g.map((v, j) => v * Math.max(0, 1 - (known[j] as number)));
    for (const [q, v] of x.entries()) (power[q % n] as number) += v * v;
    return { mean: x, power, cost, misfit, determined: known.reduce((a, b) => a + b, 0) };
  });
}

/** The first n columns; A itself where it has no others. */
const firstColumns = (A: Matrix, n: number): Matrix =>
  A.cols === n
    ? A
    : columns(
        A,
        Array.from({ length: n }, (_, j) => j),
      );

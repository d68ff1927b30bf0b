/**
 * A few eigenvalues of a symmetric operator, by Lanczos' method with thick restarts.
 *
 * Wu and Simon, "Thick-Restart Lanczos Method for Large Symmetric Eigenvalue Problems", SIAM J. Matrix Anal. Appl. 22 (2000)
 * 602-616. Selective: Simon, "The Lanczos Algorithm with Partial Reorthogonalization", Math. Comp. 42 (1984) 115-142.
 * doi:10.1137/S0895479898334605
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Random } from "../arrays/random.ts";
import { Vector } from "../arrays/vector.ts";
import { checkChoice, checkOptions, checkSize } from "../core/check.ts";
import { ArgumentRangeError, ShapeError } from "../core/errors.ts";
import type { State } from "../core/run.ts";
import { epsOf } from "../core/types.ts";
import { getRow, removeRows, rowsAsColumns, setRow, turnRows } from "../kernels/krylov.ts";
import { axpy, dot, nrm2, scal } from "../kernels/vec.ts";
import { eigh } from "../linalg/eigh.ts";
import { checkOperator, type LinearOperator } from "../operators/linear.ts";

/** Which eigenvalues: the largest first, the smallest first, half from either end (ascending), the largest in magnitude first. */
export type Which = "largest" | "smallest" | "both" | "magnitude";

/** What to look for, and how. */
export interface LanczosOptions {
  /** Eigenvalues wanted. Default 6, or as many as there are. */
  count?: number;
  /** Default "largest". */
  which?: Which;
  /** Vectors in the basis, more than count where there are more. Default 2*count + 14. */
  basis?: number;
  /**
   * "full" (default): each new vector is made orthogonal to all others twice. "selective": only once and where an estimate of
   * what was lost exceeds eps^(3/4): fewer products of vectors, values as good, vectors with a residual of about eps^(3/4) at best.
   */
  reorthogonalize?: "full" | "selective";
  /** Seed of the starting vector. Default 0. */
  seed?: number;
}

/** What there is after one restart. */
export interface LanczosState extends State {
  /** Ritz values in the order asked for. */
  readonly values: Float64Array;
  /** n x count Ritz vectors; the same matrix in every state, and the caller's to dispose. */
  readonly vectors: Matrix;
  /** max ||A x - value x||_2 over the wanted, against the largest |value| seen. */
  readonly residual: number;
  /** Products with A so far. */
  readonly products: number;
}

/**
 * Steps Lanczos' method on a symmetric A (n x n; symmetry is not checked), one state a restart, at most `basis` products each.
 * Reserves (basis + count + 5)*n elements and a little at the first step, and scratch of basis*n.
 * @throws ShapeError if A is not square; ArgumentRangeError if count > n or A's products are not finite
 */
export function* lanczos(A: LinearOperator, options: LanczosOptions = {}): Generator<LanczosState, void> {
  checkOperator("A", A);
  checkOptions("options", options);
  const { engine, type, rows: n } = A;
  if (n !== A.cols) throw new ShapeError("A", "a square operator", `${n} x ${A.cols}`);
  const { count = Math.min(6, n), which = "largest", reorthogonalize = "full", seed = 0 } = options;
  checkSize("count", count);
  if (count > n) throw new ArgumentRangeError("count", `at most ${n}`, `${count}`);
  checkChoice("which", which, ["largest", "smallest", "both", "magnitude"]);
  checkChoice("reorthogonalize", reorthogonalize, ["full", "selective"]);
  const { basis = 2 * count + 14 } = options;
  checkSize("basis", basis, Math.min(count + 2, n));
  const m = Math.min(basis, n);
  const random = new Random(engine, seed);
  const vectors = new Matrix(engine, type, n, count);
  const own: { dispose(): void }[] = [];
  const reserve = <S extends { dispose(): void }>(made: S): S => own[own.push(made) - 1] as S;
  try {
    const V = reserve(new Matrix(engine, type, m + 1, n));
    const [v, w] = [reserve(new Vector(engine, type, n)), reserve(new Vector(engine, type, n))];
    const c = reserve(new Vector(engine, type, m + 1));
    const T = new Float64Array(m * m);
    const guard = reorthogonalize === "selective" ? new Loss(m, epsOf[type]) : undefined;
    let [kept, products, norm] = [0, 0, 0];
    fresh(w, random, V, 0, c);
    setRow(V, 0, w);
    for (;;) {
      guard?.restart(kept);
      let beta = 0;
      for (let j = kept; j < m; j++) {
        getRow(v, V, j);
        A.apply(w, v);
        products++;
        const alpha = dot(v, w);
        checkFinite(alpha);
        T[j * m + j] = alpha;
        axpy(w, v, -alpha);
        if (j > kept) {
          getRow(v, V, j - 1);
          axpy(w, v, -beta);
        }
        if (kept > 0) removeRows(w, V, 0, kept, c);
        const turns = guard ? (guard.exceeded(j, alpha, nrm2(w)) ? 1 : 0) : 2;
        for (let turn = 0; turn < turns; turn++) removeRows(w, V, 0, j + 1, c);
        beta = nrm2(w);
        checkFinite(beta);
        norm = Math.max(norm, Math.abs(alpha), beta);
        if (beta <= epsOf[type] * norm || j + 1 === n) {
          beta = 0;
          if (j + 1 < n) fresh(w, random, V, j + 1, c);
        } else scal(w, 1 / beta);
        setRow(V, j + 1, w);
        if (j + 1 < m) T[j * m + j + 1] = T[(j + 1) * m + j] = beta;
      }
      const chosen = engine.memory.scope(() => {
        const small = eigh(Matrix.from(engine, "f64", m, m, T));
        const values = small.values.toArray();
        const last = (small.vectors as Matrix).data.slice((m - 1) * m);
        norm = Math.max(norm, Math.abs(values[0] ?? 0), Math.abs(values[m - 1] ?? 0));
        const order = ranked(values, which, count);
        const next = m === n ? count : Math.min(m - 1, count + Math.floor((m - count) / 2));
        const rows = order.slice(0, next);
        turnRows(V, Matrix.from(engine, type, m, next, picked((small.vectors as Matrix).toArray(), m, rows)));
        getRow(v, V, m);
        if (next < m) setRow(V, next, v);
        return rows.map((i) => ({ value: values[i] as number, coupling: beta * (last[i] as number) }));
      });
      kept = chosen.length;
      T.fill(0);
      for (const [i, { value, coupling }] of chosen.entries()) {
        T[i * m + i] = value;
        if (kept < m) T[i * m + kept] = T[kept * m + i] = coupling;
      }
      rowsAsColumns(vectors, V);
      const wanted = chosen.slice(0, count);
      const residual = wanted.reduce((worst, { coupling }) => Math.max(worst, Math.abs(coupling)), 0) / (norm || 1);
      const values = Float64Array.from(wanted, ({ value }) => value);
      do yield { values, vectors, residual, products };
      while (m === n);
    }
  } catch (error) {
    vectors.dispose();
    throw error;
  } finally {
    for (const array of own) array.dispose();
  }
}

function checkFinite(value: number): void {
  if (!Number.isFinite(value)) throw new ArgumentRangeError("A", "an operator with finite products", "one without");
}

/** w = a random unit vector, orthogonal to the first rows of V. */
export function fresh(w: Vector, random: Random, V: Matrix, rows: number, c: Vector): void {
  if (w.length === 0) return;
  random.normal(w);
  for (let turn = 0; turn < 3; turn++) {
    removeRows(w, V, 0, rows, c);
    scal(w, 1 / nrm2(w));
  }
}

/** The m x k matrix of some columns of an m x m one. */
export function picked(matrix: ArrayLike<number>, m: number, columns: readonly number[]): Float64Array {
  const k = columns.length;
  return Float64Array.from(
    { length: m * k },
    (_, e) => matrix[Math.floor(e / k) * m + (columns[e % k] as number)] as number,
  );
}

/** Numbers of ascending values in the order wanted: the first `count` in the order of the result. */
function ranked(values: ArrayLike<number>, which: Which, count: number): number[] {
  const all = Array.from(values, (_, i) => i);
  if (which === "smallest") return all;
  if (which === "largest") return all.reverse();
  const size = (i: number) => Math.abs(values[i] as number);
  if (which === "magnitude") return all.sort((a, b) => size(b) - size(a));
  const low = Math.floor(count / 2);
  const ends = [...all.slice(0, low), ...all.slice(all.length - (count - low))];
  const rest = all.slice(low, all.length - (count - low));
  return [...ends, ...rest.sort((a, b) => Math.min(b, all.length - b) - Math.min(a, all.length - a)).reverse()];
}

/** Simon's recurrence: how far the newest vector is from orthogonal to each one before it, without forming the products. */
class Loss {
  readonly #eps: number;
  #start = 0;
  #force = false;
  #alphas: number[] = [];
  #betas: number[] = [];
  #now: number[] = [1];
  #before: number[] = [];

  constructor(
    readonly most: number,
    eps: number,
  ) {
    this.#eps = eps;
  }

  restart(kept: number): void {
    this.#start = kept;
    this.#force = kept > 0;
    [this.#alphas, this.#betas, this.#now, this.#before] = [[], [], [1], []];
  }

  /** Takes in column j of T; whether the next vector must be made orthogonal to all. */
  exceeded(j: number, alpha: number, beta: number): boolean {
    const [last, now, before] = [j - this.#start, this.#now, this.#before];
    this.#alphas.push(alpha);
    this.#betas.push(beta);
    const next: number[] = [];
    for (let k = 0; k < last; k++) {
      const at = (list: readonly number[], i: number) => list[i] ?? 0;
      const value =
        at(this.#betas, k) * at(now, k + 1) +
        (at(this.#alphas, k) - alpha) * at(now, k) +
        (k > 0 ? at(this.#betas, k - 1) * at(now, k - 1) : 0) -
        at(this.#betas, last - 1) * at(before, k);
      next.push((value + Math.sign(value) * 2 * this.#eps * (Math.abs(alpha) + beta)) / (beta || 1));
    }
    next.push(this.#eps * Math.sqrt(this.most), 1);
    const worst = next.slice(0, -1).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    const exceeded = this.#force || worst > this.#eps ** 0.75;
    this.#force = exceeded && !this.#force; // a second vector has to follow the first
    if (exceeded) next.fill(this.#eps, 0, -1);
    [this.#before, this.#now] = [now, next];
    return exceeded;
  }
}

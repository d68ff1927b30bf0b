/**
 * A few singular values and vectors of an operator, by Golub and Kahan's bidiagonalisation with thick restarts.
 *
 * Baglama and Reichel, "Augmented Implicitly Restarted Lanczos Bidiagonalization Methods", SIAM J. Sci. Comput. 27 (2005)
 * 19-42, section 2: restarts with Ritz vectors. doi:10.1137/04060593X
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Random } from "../arrays/random.ts";
import { Vector } from "../arrays/vector.ts";
import { checkChoice, checkOptions, checkSize } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import type { State } from "../core/run.ts";
import { epsOf } from "../core/types.ts";
import { getRow, removeRows, rowsAsColumns, setRow, turnRows } from "../kernels/krylov.ts";
import { nrm2, scal } from "../kernels/vec.ts";
import { svd } from "../linalg/svd.ts";
import { adjointOf, checkOperator, type LinearOperator } from "../operators/linear.ts";
import { fresh, picked } from "./lanczos.ts";

/** What to look for. */
export interface SvdsOptions {
  /** Singular values wanted. Default 6, or as many as there are. */
  count?: number;
  /** The largest first (default), or the smallest first; the latter take many restarts where they lie close together. */
  which?: "largest" | "smallest";
  /** Vectors in each basis, more than count where there are more. Default 2*count + 14. */
  basis?: number;
  /** Seed of the starting vector. Default 0. */
  seed?: number;
}

/** What there is after one restart. */
export interface SvdsState extends State {
  /** Singular values in the order asked for. */
  readonly values: Float64Array;
  /** m x count left vectors; the same matrix in every state, and the caller's to dispose. */
  readonly U: Matrix;
  /** n x count right vectors, likewise. */
  readonly V: Matrix;
  /** max ||A'u - value v||_2 over the wanted, against the largest value seen; A v = value u to rounding (for A', where A is wide). */
  readonly residual: number;
  /** Products with A and with A' so far. */
  readonly products: number;
}

/**
 * Steps the bidiagonalisation of A (m x n), one state a restart, at most 2*basis products each; both bases are kept orthogonal to
 * rounding. Reserves (basis + count + 2)*(m + n) elements and a little at the first step, and scratch of basis*max(m, n).
 * @throws ArgumentRangeError if count > min(m, n) or A's products are not finite
 */
export function* svds(A: LinearOperator, options: SvdsOptions = {}): Generator<SvdsState, void> {
  checkOperator("A", A);
  checkOptions("options", options);
  const { engine, type } = A;
  const wide = A.rows < A.cols;
  const tall = wide ? adjointOf(A) : A;
  const { rows, cols: least } = tall;
  const { count = Math.min(6, least), which = "largest", seed = 0 } = options;
  checkSize("count", count);
  if (count > least) throw new ArgumentRangeError("count", `at most ${least}`, `${count}`);
  checkChoice("which", which, ["largest", "smallest"]);
  const { basis = 2 * count + 14 } = options;
  checkSize("basis", basis, Math.min(count + 2, least));
  const m = Math.min(basis, least);
  const random = new Random(engine, seed);
  const results: Matrix[] = [];
  const own: { dispose(): void }[] = [];
  const reserve = <S extends { dispose(): void }>(made: S): S => own[own.push(made) - 1] as S;
  try {
    const left = results[results.push(new Matrix(engine, type, rows, count)) - 1] as Matrix;
    const right = results[results.push(new Matrix(engine, type, least, count)) - 1] as Matrix;
    const U = reserve(new Matrix(engine, type, m + 1, rows));
    const V = reserve(new Matrix(engine, type, m + 1, least));
    const [u, v] = [reserve(new Vector(engine, type, rows)), reserve(new Vector(engine, type, least))];
    const c = reserve(new Vector(engine, type, m + 1));
    const B = new Float64Array(m * m);
    let [kept, products, norm] = [0, 0, 0];
    /** Makes x orthogonal to the first rows of Q and of norm 1; returns what its norm was, or 0 with another vector in its place. */
    const settled = (x: Vector, Q: Matrix, count: number): number => {
      for (let turn = 0; turn < 2; turn++) removeRows(x, Q, 0, count, c);
      const size = nrm2(x);
      if (!Number.isFinite(size)) throw new ArgumentRangeError("A", "an operator with finite products", "one without");
      norm = Math.max(norm, size);
      if (size > epsOf[type] * norm) scal(x, 1 / size);
      else if (count < x.length) fresh(x, random, Q, count, c);
      return size > epsOf[type] * norm ? size : 0;
    };
    fresh(v, random, V, 0, c);
    setRow(V, 0, v);
    for (;;) {
      let beta = 0;
      for (let j = kept; j < m; j++) {
        getRow(v, V, j);
        tall.apply(u, v);
        B[j * m + j] = settled(u, U, j);
        setRow(U, j, u);
        tall.adjoint(v, u);
        products += 2;
        beta = settled(v, V, j + 1);
        if (j + 1 === least) beta = 0;
        setRow(V, j + 1, v);
        if (j + 1 < m) B[j * m + j + 1] = beta;
      }
      const chosen = engine.memory.scope(() => {
        const small = svd(Matrix.from(engine, "f64", m, m, B));
        const order = Array.from({ length: m }, (_, i) => (which === "largest" ? i : m - 1 - i));
        const next = m === least ? count : Math.min(m - 1, count + Math.floor((m - count) / 2));
        const columns = order.slice(0, next);
        const [X, Y] = [(small.U as Matrix).toArray(), (small.V as Matrix).toArray()];
        turnRows(U, Matrix.from(engine, type, m, next, picked(X, m, columns)));
        turnRows(V, Matrix.from(engine, type, m, next, picked(Y, m, columns)));
        getRow(v, V, m);
        if (next < m) setRow(V, next, v);
        norm = Math.max(norm, small.values.data[0] ?? 0);
        return columns.map((i) => ({
          value: small.values.data[i] as number,
          coupling: beta * (X[(m - 1) * m + i] as number),
        }));
      });
      kept = chosen.length;
      B.fill(0);
      for (const [i, { value, coupling }] of chosen.entries()) {
        B[i * m + i] = value;
        if (kept < m) B[i * m + kept] = coupling;
      }
      rowsAsColumns(left, U);
      rowsAsColumns(right, V);
      const wanted = chosen.slice(0, count);
      const residual = wanted.reduce((worst, { coupling }) => Math.max(worst, Math.abs(coupling)), 0) / (norm || 1);
      const values = Float64Array.from(wanted, ({ value }) => value);
      const [P, Q] = wide ? [right, left] : [left, right];
      do yield { values, U: P, V: Q, residual, products };
      while (m === least);
    }
  } catch (error) {
    for (const array of results) array.dispose();
    throw error;
  } finally {
    for (const array of own) array.dispose();
  }
}

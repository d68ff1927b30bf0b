/**
 * P*A*P' = L*D*L' for a symmetric A, definite or not, D of blocks 1 x 1 and 2 x 2, and what follows from it.
 *
 * Bunch and Kaufman, "Some Stable Methods for Calculating Inertia and Solving Symmetric Linear Systems", Math. Comp. 31
 * (1977) 163-179; Golub and Van Loan, Matrix Computations, 4th ed., section 4.4.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { log } from "../core/elementary.ts";
import { Owner } from "../core/dispose.ts";
import { SingularMatrixError } from "../core/errors.ts";
import { transpose, trsm, trsv } from "../kernels/dense.ts";
import { type Exchanges, ldlInPlace, norm1, permute } from "../kernels/factor.ts";
import { filled } from "../kernels/storage.ts";
import { estimateNorm1 } from "./condition.ts";
import { permutationOf } from "./exchanges.ts";
import { checkRightSides, checkSquareMatrix, finiteNorm, identity } from "./square.ts";

/** How many eigenvalues of a symmetric matrix are above, below and at zero. */
export interface Inertia {
  readonly positive: number;
  readonly negative: number;
  readonly zero: number;
}

/** A block of D: its first row, and its entries; a 1 x 1 block has no `off` and no `second`. */
interface Block {
  readonly at: number;
  readonly first: number;
  readonly off?: number;
  readonly second?: number;
}

/** A factorisation P*A*P' = L*D*L': holds n*n + 2n elements, and n words. */
export class LDL extends Owner {
  /** Row and column i of L*D*L' are row and column permutation[i] of A. */
  readonly permutation: Uint32Array<ArrayBuffer>;
  readonly #upper: Matrix;
  readonly #d: Vector;
  readonly #e: Vector;
  readonly #exchanges: Exchanges;
  readonly #norm: number;
  /** All that is held, reachable for `scope`. @internal */
  protected readonly held: readonly (Matrix | Vector)[];

  /** @internal */
  constructor(upper: Matrix, d: Vector, e: Vector, exchanges: Exchanges, norm: number) {
    super();
    this.permutation = permutationOf(exchanges);
    this.#upper = upper;
    this.#d = d;
    this.#e = e;
    this.#exchanges = exchanges;
    this.#norm = norm;
    this.held = [upper, d, e];
  }

  /** L, unit lower triangular, as a new matrix. */
  L(): Matrix {
    const L = this.#upper.transpose();
    const { data, rows: n } = L;
    for (let i = 0; i < n; i++) data.fill(0, i * n + i + 1, (i + 1) * n);
    return L;
  }

  /** D, block diagonal, as a new matrix. */
  D(): Matrix {
    const n = this.#upper.rows;
    const D = Matrix.zeros(this.#upper.engine, this.#upper.type, n, n);
    const { data } = D;
    for (const { at, first, off, second } of this.#blocks()) {
      data[at * (n + 1)] = first;
      if (off === undefined) continue;
      data[at * (n + 1) + 1] = off;
      data[(at + 1) * n + at] = off;
      data[(at + 1) * (n + 1)] = second as number;
    }
    return D;
  }

  /** A^-1 b or A^-1 B as a new array. @throws SingularMatrixError with the zero pivot, a row of D */
  solve(b: Vector): Vector;
  solve(B: Matrix): Matrix;
  solve(b: Vector | Matrix): Vector | Matrix {
    checkRightSides(b, this.#upper);
    const x = b.clone();
    return filled(x, () => this.solveInto(x));
  }

  /** x = A^-1 x in place. @throws SingularMatrixError with the zero pivot, a row of D */
  solveInto(x: Vector | Matrix): void {
    checkRightSides(x, this.#upper);
    for (const { at, first, off } of this.#blocks())
      if (first === 0 && off === undefined) throw new SingularMatrixError(at);
    permute(x, this.#exchanges);
    this.#triangle(x, true);
    this.#divide(x);
    this.#triangle(x, false);
    permute(x, this.#exchanges, true);
  }

  /** A^-1 as a new matrix. @throws SingularMatrixError with the zero pivot, a row of D */
  inverse(): Matrix {
    const X = identity(this.#upper);
    return filled(X, () => this.solveInto(X));
  }

  /** How many eigenvalues of A are positive, negative and zero: as many as of D (Sylvester). */
  inertia(): Inertia {
    const count = { positive: 0, negative: 0, zero: 0 };
    const note = (v: number) => count[v > 0 ? "positive" : v < 0 ? "negative" : "zero"]++;
    for (const block of this.#blocks()) for (const v of signs(block)) note(v);
    return count;
  }

  /** The sign of det A: 1, -1 or 0. */
  get sign(): -1 | 0 | 1 {
    const { negative, zero } = this.inertia();
    return zero > 0 ? 0 : negative % 2 === 0 ? 1 : -1;
  }

  /** log |det A|; -Infinity where A is singular. */
  logDet(): number {
    let total = 0;
    for (const { first, off, second } of this.#blocks()) {
      if (off === undefined) total += log(Math.abs(first));
      else total += 2 * log(Math.abs(off)) + log(Math.abs((first / off) * ((second as number) / off) - 1));
    }
    return total;
  }

  /**
   * An estimate of ||A||_1 ||A^-1||_1, a lower bound, rarely below a third of it; infinite where A is singular. Reserves n
   * elements while it works.
   */
  condition(): number {
    if (this.inertia().zero > 0) return Infinity;
    const { engine, type, rows: n } = this.#upper;
    const solve = (x: Vector) => this.solveInto(x);
    return this.#norm * estimateNorm1(engine, type, n, solve, solve);
  }

  /** Gives the memory back. */
  override dispose(): void {
    for (const array of this.held) array.dispose();
  }

  /** x = L^-1 x, or L'^-1 x. */
  #triangle(x: Vector | Matrix, transposed: boolean): void {
    const triangle = { lower: false, transpose: transposed, unitDiagonal: true };
    if (x instanceof Vector) trsv(x, this.#upper, triangle);
    else trsm(x, this.#upper, triangle);
  }

  /** x = D^-1 x; a 2 x 2 block scaled by the entry off its diagonal, its largest. */
  #divide(x: Vector | Matrix): void {
    const { data } = x;
    const k = x instanceof Matrix ? x.cols : 1;
    for (const { at, first, off, second } of this.#blocks()) {
      for (let i = at * k; i < (at + 1) * k; i++) {
        if (off === undefined) data[i] = (data[i] as number) / first;
        else {
          const [p, q] = [first / off, (second as number) / off];
          const [u, v] = [(data[i] as number) / off, (data[i + k] as number) / off];
          data[i] = (q * u - v) / (p * q - 1);
          data[i + k] = (p * v - u) / (p * q - 1);
        }
      }
    }
  }

  /** The blocks of D, top to bottom. */
  #blocks(): Block[] {
    const [d, e] = [this.#d.data, this.#e.data];
    const blocks: Block[] = [];
    for (let at = 0; at < d.length; at++) {
      const [first, off] = [d[at] as number, e[at] as number];
      if (off === 0) blocks.push({ at, first });
      else blocks.push({ at: at++, first, off, second: d[at] as number });
    }
    return blocks;
  }
}

/** Numbers with the signs of a block's eigenvalues. */
function signs({ first, off, second }: Block): number[] {
  if (off === undefined) return [first];
  return (first / off) * ((second as number) / off) < 1 ? [1, -1] : [first, first];
}

/**
 * Factors a symmetric A, reading its lower triangle alone. Reserves n*n + 2n elements. A singular A is factored as well: to
 * solve with it is the error.
 * @throws ShapeError if A is not square; ArgumentRangeError if its lower triangle holds NaN or an infinity
 */
export function ldl(A: Matrix): LDL {
  checkSquareMatrix(A);
  const { engine, type, rows: n } = A;
  return engine.memory.scope(() => {
    const upper = new Matrix(engine, type, n, n);
    transpose(upper, A);
    const [from, to] = [A.data, upper.data];
    for (let i = 1; i < n; i++) to.set(from.subarray(i * n, i * n + i), i * n);
    const norm = finiteNorm(upper, norm1(upper));
    const [d, e] = [new Vector(engine, type, n), new Vector(engine, type, n)];
    const exchanges = new Uint32Array(n);
    ldlInPlace(upper, d, e, exchanges);
    return new LDL(upper, d, e, exchanges, norm);
  });
}

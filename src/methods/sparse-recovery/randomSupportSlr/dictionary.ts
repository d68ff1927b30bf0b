/**
 * A dictionary that grows: the scaled unit vectors, then atoms of few entries, and the images X D of all of them.
 * @module
 */
import { CscMatrix } from "../../../arrays/csc.ts";
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { Owner } from "../../../core/dispose.ts";
import { ArgumentRangeError } from "../../../core/errors.ts";
import { transpose } from "../../../kernels/dense.ts";
import { qr } from "../../../linalg/qr.ts";
import { stepFor } from "./lasso.ts";

/** What the design was turned into. Holds D, sparse, and X D, N x m. */
export class Preconditioner extends Owner {
  constructor(
    /** d x m: the first d columns are unit vectors by which X has columns of norm sqrt(N), the others combine few of them. */
    readonly D: CscMatrix,
    /** X D, N x m, of columns of norm sqrt(N). */
    readonly XD: Matrix,
    /** The part of random supports that are represented at little cost: 1 where certified, else of 100 fresh ones. */
    readonly passRate: number,
    /** Whether `passStreak` supports in a row were: then, with confidence 1 - delta, at most ln(1/delta)/passStreak are not. */
    readonly certified: boolean,
    /** Supports looked at. */
    readonly rounds: number,
  ) {
    super();
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.D.dispose();
    this.XD.dispose();
  }
}

/** One direction of a support: coefficients w with ||X w||^2 = N, and X w. */
export interface Direction {
  readonly support: Uint32Array;
  readonly values: Float64Array;
  readonly image: Vector;
}

/** The dictionary while it grows. */
export class Dictionary {
  /** X D */
  images: Matrix;
  /** A step length for FISTA on it. */
  step: number;
  readonly #scales: Float64Array;
  /** Columns of X of norm sqrt(N), as rows. */
  readonly #columns: Matrix;
  readonly #atoms: Direction[] = [];

  /** @throws ArgumentRangeError for a column of zeros */
  constructor(X: Matrix) {
    const { rows: N, cols: d } = X;
    this.#columns = X.transpose();
    this.#scales = new Float64Array(d);
    const { data } = this.#columns;
    for (let j = 0; j < d; j++) {
      const column = data.subarray(j * N, (j + 1) * N);
      let [top, total] = [0, 0];
      for (const v of column) top = Math.max(top, Math.abs(v));
      for (const v of column) total += (v / top) ** 2;
      if (top === 0) {
        this.#columns.dispose();
        throw new ArgumentRangeError("X", "columns that are not zero", `column ${j} of zeros`);
      }
      const scale = Math.sqrt(N) / (top * Math.sqrt(total));
      this.#scales[j] = scale;
      for (let i = 0; i < N; i++) (column[i] as number) *= scale;
    }
    this.images = new Matrix(X.engine, X.type, N, d);
    transpose(this.images, this.#columns);
    this.step = stepFor(this.images);
  }

  /** Atoms, the unit vectors among them. */
  get size(): number {
    return this.images.cols;
  }

  /**
   * Orthogonal directions of a support, in the order of its columns: w_i = sqrt(N) R^-1 e_i of X_S = Q R. Columns that depend on
   * those before them are left out. Makes a vector for each.
   */
  directions(support: Uint32Array): Direction[] {
    const { engine, type, cols: N } = this.#columns;
    const k = support.length;
    return engine.memory.scope(() => {
      const rows = new Matrix(engine, type, k, N);
      for (const [i, j] of support.entries()) rows.data.set(this.#columns.data.subarray(j * N, (j + 1) * N), i * N);
      const F = qr(rows.transpose());
      const [R, Q] = [F.R.data, F.Q().data];
      const kept = support.filter((_, i) => Math.abs(R[i * k + i] as number) >= 1e-10 * Math.sqrt(N));
      if (kept.length < k) return this.directions(kept);
      return Array.from(support, (_, i): Direction => {
        const values = new Float64Array(i + 1);
        values[i] = Math.sqrt(N) / (R[i * k + i] as number);
        for (let l = i - 1; l >= 0; l--) {
          let sum = 0;
          for (let c = l + 1; c <= i; c++) sum += (R[l * k + c] as number) * (values[c] as number);
          values[l] = -sum / (R[l * k + l] as number);
        }
        for (let l = 0; l <= i; l++) (values[l] as number) *= this.#scales[support[l] as number] as number;
        const numbers = Float64Array.from({ length: N }, (_, r) => Math.sqrt(N) * (Q[r * k + i] as number));
        return { support: support.slice(0, i + 1), values, image: Vector.from(engine, type, numbers) };
      });
    });
  }

  /** Takes directions in, with copies of their images. */
  append(atoms: readonly Direction[]): void {
    if (atoms.length === 0) return;
    const { engine, type, rows: N, cols: m } = this.images;
    const wider = new Matrix(engine, type, N, m + atoms.length);
    const [from, to] = [this.images.data, wider.data];
    for (let i = 0; i < N; i++) to.set(from.subarray(i * m, (i + 1) * m), i * (m + atoms.length));
    for (const [a, { image }] of atoms.entries()) {
      const { data } = image;
      for (let i = 0; i < N; i++) to[i * (m + atoms.length) + m + a] = data[i] as number;
    }
    this.#atoms.push(...atoms);
    this.images.dispose();
    this.images = wider;
    this.step = stepFor(wider);
  }

  /** What it has become; it is not to be used after. */
  finish(passRate: number, certified: boolean, rounds: number): Preconditioner {
    const { engine, type } = this.images;
    const d = this.#scales.length;
    const indices = [...this.#scales.keys()];
    const values = [...this.#scales];
    const indptr = [0, ...indices.map((j) => j + 1)];
    for (const atom of this.#atoms) {
      indices.push(...atom.support);
      values.push(...atom.values);
      indptr.push(indices.length);
    }
    const D = CscMatrix.from(engine, { rows: d, cols: this.size, indptr, indices, values, type });
    this.#columns.dispose();
    return new Preconditioner(D, this.images, passRate, certified, rounds);
  }

  /** Gives the memory back. */
  dispose(): void {
    this.#columns.dispose();
    this.images.dispose();
  }
}

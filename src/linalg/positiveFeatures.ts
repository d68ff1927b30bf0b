/**
 * Positive features of points: phi(x) = e^(sigma W x - half |sigma x|^2) / sqrt(m), W of m rows.
 *
 * Choromanski et al., "Rethinking Attention with Performers", ICLR 2021. arXiv:2009.14794
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { log } from "../core/elementary.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { gemm } from "../kernels/dense.ts";
import { epilogue, map } from "../kernels/maps.ts";
import { filled } from "../kernels/storage.ts";

/** The largest |sigma x| whose features are told from 0 and infinity. */
const LONGEST = { f32: 18, f64: 50 } as const;

/** What the formula holds besides. */
export interface PositiveOptions {
  /** 1 for the Gaussian kernel, 1/2 for that of the softmax. */
  readonly half: number;
  readonly sigma: number;
  /** "rows": over the largest of each row; "all": of all. */
  readonly stabilise?: "none" | "rows" | "all";
}

/** The features of the rows of X, X.rows x W.rows, a new matrix. @throws ArgumentRangeError about `name` for points out of range */
export function positiveFeatures(
  name: string,
  X: Matrix,
  W: Matrix,
  { half, sigma, stabilise = "none" }: PositiveOptions,
): Matrix {
  const shift = squares(name, X, sigma, stabilise === "none" ? LONGEST[X.type] : Number.POSITIVE_INFINITY);
  const least = log(W.rows) / 2;
  const out = new Matrix(X.engine, X.type, X.rows, W.rows);
  filled(out, () =>
    X.engine.memory.scope(() => {
      const bias = Vector.from(
        X.engine,
        X.type,
        shift.map((square) => -half * square - least),
      );
      // One point's largest takes its norm with it.
      if (stabilise === "rows") bias.data.fill(-least);
      gemm(out, X, W, { alpha: sigma, transposeB: true, bias, perRow: true });
      if (stabilise !== "none") {
        const tops = largest(out, least);
        bias.data.set(stabilise === "rows" ? tops : tops.fill(tops.reduce((a, b) => Math.min(a, b), tops[0] ?? 0)));
        epilogue(out, { bias, perRow: true });
      }
      map(out, out, "exp");
    }),
  );
  return out;
}

/** |sigma x|^2 of each row. */
function squares(name: string, X: Matrix, sigma: number, longest: number): Float64Array {
  const { data, cols } = X;
  return Float64Array.from({ length: X.rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < cols; j++) sum += (data[i * cols + j] as number) ** 2;
    const length = sigma * Math.sqrt(sum);
    if (!Number.isFinite(length)) throw new ArgumentRangeError(name, "finite numbers", `${length} in row ${i}`);
    if (length > longest)
      throw new ArgumentRangeError(name, `sigma |x| up to ${longest}, or stabilise`, `${length} in row ${i}`);
    return length * length;
  });
}

/** Minus the largest of each row, and `least` on top. */
function largest({ data, rows, cols }: Matrix, least: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let top = Number.NEGATIVE_INFINITY;
    for (let q = i * cols; q < (i + 1) * cols; q++) top = Math.max(top, data[q] as number);
    return -top - least;
  });
}

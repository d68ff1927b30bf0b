/**
 * Unit directions before they are turned, and random rotations of them.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import type { Random } from "../../../arrays/random.ts";
import { scaleCols } from "../../../kernels/dense.ts";
import type { Engine } from "../../../kernels/engine.ts";
import { walshHadamard } from "../../../linalg/hadamard.ts";
import { qr } from "../../../linalg/qr.ts";

/** The identity: directions at right angles. */
export function unitDirections(d: number): Float64Array {
  return Float64Array.from({ length: d * d }, (_, q) => (q % (d + 1) === 0 ? 1 : 0));
}

/**
 * The corners of a regular simplex in d - 1 dimensions, d x d: unit rows with products -1 / (d - 1), the last column 0.
 * s_i = sqrt(d / (d-1)) e_i - (sqrt(d) + 1) / (d-1)^1.5 (1, ..., 1, 0) for i < d, s_d = (1, ..., 1, 0) / sqrt(d-1)
 */
export function simplexDirections(d: number): Float64Array {
  const S = new Float64Array(d * d);
  const back = (Math.sqrt(d) + 1) / ((d - 1) * Math.sqrt(d - 1));
  const along = Math.sqrt(d / (d - 1));
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d - 1; j++) S[i * d + j] = i === d - 1 ? 1 / Math.sqrt(d - 1) : (i === j ? along : 0) - back;
  return S;
}

/** Sweeps that turn each direction against the sum of the others times their norms: D_i <- -v / |v|, v = sum_(j != i) r_j D_j. */
export function adapt(D: Float64Array, norms: Float64Array, sweeps: number): void {
  const d = norms.length;
  const v = new Float64Array(d);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    v.fill(0);
    for (let i = 0; i < d; i++) axpy(v, D, i, norms[i] as number);
    for (let i = 0; i < d; i++) {
      axpy(v, D, i, -(norms[i] as number));
      const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
      if (length > 0) for (let j = 0; j < d; j++) D[i * d + j] = -(v[j] as number) / length;
      axpy(v, D, i, norms[i] as number);
    }
  }
}

/** v += a D_i */
function axpy(v: Float64Array, D: Float64Array, i: number, a: number): void {
  const d = v.length;
  for (let j = 0; j < d; j++) v[j] = (v[j] as number) + a * (D[i * d + j] as number);
}

/** D Q, Q uniform on the orthogonal matrices: the Q of a normal matrix with the signs of R's diagonal. */
export function turnHaar(engine: Engine, D: Float64Array, d: number, random: Random): Matrix {
  return engine.memory.scope(() => {
    const factors = qr(Matrix.from(engine, "f64", d, d, random.normal(d * d).data));
    const out = factors.applyQ(Matrix.from(engine, "f64", d, d, D), { right: true });
    const R = factors.R.data;
    const signs = Float64Array.from({ length: d }, (_, i) => ((R[i * (d + 1)] as number) < 0 ? -1 : 1));
    scaleCols(out, signs);
    return out;
  });
}

/** D (H D3 H D2 H D1 / d^1.5)' = D D1 H D2 H D3 H / d^1.5, D1 to D3 diagonals of random signs; d a power of two. */
export function turnHadamard(engine: Engine, D: Float64Array, d: number, random: Random): Matrix {
  return engine.memory.scope(() => {
    const out = Matrix.from(engine, "f64", d, d, D);
    for (let k = 0; k < 3; k++) {
      scaleCols(out, Float64Array.from(random.rademacher(d).data));
      walshHadamard(out, { orthonormal: true });
    }
    return out;
  });
}

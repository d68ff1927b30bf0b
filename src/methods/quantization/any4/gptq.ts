/**
 * GPTQ: whole numbers whose rounding errors are made up for by the columns not rounded yet: with U'U = H^-1, U upper
 * triangular, H = X'X + damping, column j rounded by e = (w_j - q_j)/U_jj gives w_k = w_k - e U_jk for k > j.
 *
 * Frantar, Ashkboos, Hoefler and Alistarh, "GPTQ: Accurate Post-Training Quantization for Generative Pre-trained
 * Transformers", ICLR 2023, algorithm 1. arXiv:2210.17323
 * @module
 */
import type { LutMatrix } from "../../../arrays/lut.ts";
import { Matrix } from "../../../arrays/matrix.ts";
import { checkNonNegative, checkOptions, checkSame } from "../../../core/check.ts";
import { arrayOf } from "../../../core/types.ts";
import { cholesky } from "../../../linalg/cholesky.ts";
import { checkBits, checkGroup, checkTokens, Parts } from "./parts.ts";
import { checkWeights } from "../common/weights.ts";

/** How to round. */
export interface GptqOptions {
  /** Default 4. */
  bits?: 4 | 3 | 2;
  /** Columns that share a scale and an offset. Default 128. */
  groupSize?: number;
  /** What is added to the diagonal of H, as a part of its mean. Default 0.01. */
  percdamp?: number;
}

/** Columns whose errors reach the rest in one product, where a group is not larger. */
const BLOCK = 128;

/**
 * W in whole numbers of `bits` bits, groups scaled by their least and greatest number when their turn comes, columns in
 * their order. A baseline: works in f64, on 5 cols^2 + 3 rows cols elements at most.
 *
 * @param W  rows x cols, finite
 * @param X  tokens x cols: inputs of the layer
 * @throws NotPositiveDefiniteError if percdamp is too small for these inputs; else as quantizeAny
 */
export function gptq(W: Matrix, X: Matrix, options: GptqOptions = {}): LutMatrix {
  checkOptions("options", options);
  checkWeights("W", W);
  checkWeights("X", X);
  checkTokens(X);
  checkSame("X", "columns:", W.cols, X.cols);
  const { bits = 4, groupSize = 128, percdamp = 0.01 } = options;
  checkBits(bits);
  checkGroup(groupSize, W.cols);
  checkNonNegative("percdamp", percdamp);
  const { engine, type, rows: m, cols: n } = W;
  const groups = n / groupSize;
  const out = {
    codes: new Uint8Array(m * n),
    tables: new arrayOf[type](m * 2 ** bits).map((_, c) => c % 2 ** bits),
    scale: new arrayOf[type](m * groups),
    offset: new arrayOf[type](m * groups),
    losses: new Float64Array(0),
  };
  engine.memory.scope(() => {
    const { U, dead } = inverseFactor(X, percdamp);
    const columns = Matrix.from(engine, "f64", m, n, W.data).transpose();
    for (const j of dead) columns.data.fill(0, j * m, (j + 1) * m);
    const block = groupSize * Math.max(1, Math.floor(BLOCK / groupSize));
    for (let first = 0; first < n; first += block) {
      const end = Math.min(n, first + block);
      const E = Matrix.zeros(engine, "f64", end - first, m);
      for (let j = first; j < end; j++) {
        if (j % groupSize === 0) scaleGroup(out, columns, j / groupSize, groupSize, 2 ** bits - 1);
        roundColumn(out, columns, E, U, j, first, end, groupSize, 2 ** bits - 1);
      }
      engine.memory.scope(() => spread(columns, E, U, first, end));
      E.dispose();
    }
  });
  const parts = new Parts(W, bits, groupSize);
  for (let r = 0; r < m; r++) parts.take(out, r, r);
  return parts.toMatrix();
}

interface Out {
  readonly codes: Uint8Array;
  readonly scale: Float32Array | Float64Array;
  readonly offset: Float32Array | Float64Array;
}

/** U, and the columns that no input reaches. */
function inverseFactor(X: Matrix, percdamp: number): { U: Matrix; dead: number[] } {
  const { engine, cols: n } = X;
  return engine.memory.scope(() => {
    const inputs = Matrix.from(engine, "f64", X.rows, n, X.data);
    const H = inputs.matmul(inputs, { transposeA: true });
    const h = H.data;
    let trace = 0;
    const dead: number[] = [];
    for (let j = 0; j < n; j++) {
      if (h[j * (n + 1)] === 0) {
        dead.push(j);
        h[j * (n + 1)] = 1;
      }
      trace += h[j * (n + 1)] as number;
    }
    for (let j = 0; j < n; j++) h[j * (n + 1)] = (h[j * (n + 1)] as number) + (percdamp * trace) / n;
    const identity = Matrix.zeros(engine, "f64", n, n);
    for (let j = 0; j < n; j++) identity.data[j * (n + 1)] = 1;
    const inverse = cholesky(H).solve(identity);
    return { U: cholesky(inverse).L.transpose(), dead };
  });
}

/** Scale and offset of group g of each row, of the numbers as they are now. */
function scaleGroup(out: Out, columns: Matrix, g: number, groupSize: number, top: number): void {
  const { data, rows: n, cols: m } = columns;
  const groups = n / groupSize;
  for (let i = 0; i < m; i++) {
    let [low, high] = [Infinity, -Infinity];
    for (let j = g * groupSize; j < (g + 1) * groupSize; j++) {
      low = Math.min(low, data[j * m + i] as number);
      high = Math.max(high, data[j * m + i] as number);
    }
    out.offset[i * groups + g] = low;
    out.scale[i * groups + g] = (high - low) / top || 1;
  }
}

/** Codes of column j, its errors over U_jj, and what they change in the columns of the block after it. */
function roundColumn(
  out: Out,
  columns: Matrix,
  E: Matrix,
  U: Matrix,
  j: number,
  first: number,
  end: number,
  groupSize: number,
  top: number,
): void {
  const { rows: n, cols: m } = columns;
  const [w, e, u] = [columns.data, E.data, U.data];
  const [groups, g] = [n / groupSize, Math.floor(j / groupSize)];
  const at = (j - first) * m;
  for (let i = 0; i < m; i++) {
    const [scale, offset] = [out.scale[i * groups + g] as number, out.offset[i * groups + g] as number];
    const v = w[j * m + i] as number;
    const code = Math.min(top, Math.max(0, Math.round((v - offset) / scale)));
    out.codes[i * n + j] = code;
    e[at + i] = (v - (offset + scale * code)) / (u[j * (n + 1)] as number);
  }
  for (let k = j + 1; k < end; k++) {
    const factor = u[j * n + k] as number;
    for (let i = 0; i < m; i++) w[k * m + i] = (w[k * m + i] as number) - factor * (e[at + i] as number);
  }
}

/** What the errors of a block change in the columns after it. */
function spread(columns: Matrix, E: Matrix, U: Matrix, first: number, end: number): void {
  const { engine, rows: n, cols: m } = columns;
  if (end === n) return;
  const later = new Matrix(engine, "f64", end - first, n - end);
  for (let j = first; j < end; j++) later.data.set(U.data.subarray(j * n + end, (j + 1) * n), (j - first) * (n - end));
  const change = later.matmul(E, { transposeA: true }).data;
  const w = columns.data;
  for (let p = 0; p < change.length; p++) w[end * m + p] = (w[end * m + p] as number) - (change[p] as number);
}

/**
 * Weighted means with the weights of a kernel, in time linear in the number of points: attention and classification.
 *
 * Choromanski et al., "Rethinking Attention with Performers", ICLR 2021, sections 2.2 and 2.3. arXiv:2009.14794
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { checkBoolean, checkOptions, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../../core/errors.ts";
import { gemm } from "../../../kernels/dense.ts";
import { checkMatrix } from "../../../kernels/storage.ts";
import { featuresOf } from "./features.ts";
import { Projection } from "./projection.ts";

/** How to attend. */
export interface LinearAttentionOptions {
  /** Query i sees keys 0 to i alone, and there are as many of both. Default false. */
  causal?: boolean;
  /** Queries and keys are multiplied by it. Default d^(-1/4), for weights e^(q'k / sqrt(d)). */
  sigma?: number;
}

/** What `kernelClassifier` says. */
export interface KernelClasses {
  /** Test points x classes: weights of the classes, which sum to 1. */
  readonly scores: Matrix;
  /** The class of the largest. */
  readonly labels: Uint32Array<ArrayBuffer>;
}

/** Queries to a block of causal attention. */
const BLOCK = 64;

/**
 * Attention by softmax features: row i of the result is sum_j w_ij V_j / sum_j w_ij, w_ij = phi(q_i)'phi(k_j). Time and room
 * O((queries + keys) m), the features among them; stabilised, so that any queries and keys may come.
 *
 * @param Q  queries x d
 * @param K  keys x d
 * @param V  keys x v
 * @returns  queries x v, a new matrix
 * @throws ArgumentRangeError where an entry is not finite or all weights of a query are 0 after rounding
 */
export function linearAttention(
  Q: Matrix,
  K: Matrix,
  V: Matrix,
  projection: Projection,
  options: LinearAttentionOptions = {},
): Matrix {
  checkProjection(projection);
  checkOptions("options", options);
  const { causal = false, sigma = 1 / Math.sqrt(Math.sqrt(projection.W.cols)) } = options;
  checkBoolean("causal", causal);
  checkValues("V", V, "K", K);
  if (causal) checkMatrix("Q", Q, projection.W, K.rows, projection.W.cols);
  return means("Q", Q, "K", K, V, projection, { kernel: "softmax", sigma, causal });
}

/**
 * Classes of points by the kernel's weighted mean of those of all training points (Nadaraya and Watson), by Gaussian features.
 *
 * @param train   n points, one a row
 * @param onehot  n x classes: 1 for the class of a point, else 0; other weights >= 0 serve too
 * @param test    points to tell the class of
 */
export function kernelClassifier(
  train: Matrix,
  onehot: Matrix,
  test: Matrix,
  projection: Projection,
  options: { sigma?: number } = {},
): KernelClasses {
  checkProjection(projection);
  checkOptions("options", options);
  const { sigma = 1 } = options;
  checkValues("onehot", onehot, "train", train);
  const scores = means("test", test, "train", train, onehot, projection, { kernel: "gaussian", sigma, causal: false });
  const { data, cols } = scores;
  const labels = Uint32Array.from({ length: scores.rows }, (_, i) => {
    let best = 0;
    for (let c = 1; c < cols; c++) if ((data[i * cols + c] as number) > (data[i * cols + best] as number)) best = c;
    return best;
  });
  return { scores, labels };
}

function checkProjection(projection: unknown): asserts projection is Projection {
  if (!(projection instanceof Projection))
    throw new ArgumentTypeError("projection", "a Projection", describe(projection));
}

function checkValues(name: string, V: unknown, keys: string, K: unknown): void {
  if (!(K instanceof Matrix)) throw new ArgumentTypeError(keys, "a Matrix", describe(K));
  if (!(V instanceof Matrix)) throw new ArgumentTypeError(name, "a Matrix", describe(V));
  if (K.rows === 0) throw new ArgumentRangeError(keys, "at least one row", "none");
  checkMatrix(name, V, K, K.rows, V.cols);
  for (const v of V.data) if (!Number.isFinite(v)) throw new ArgumentRangeError(name, "finite numbers", `${v}`);
}

interface Weights {
  kernel: "gaussian" | "softmax";
  sigma: number;
  causal: boolean;
}

/** The means of V under the weights of queries and keys. */
function means(
  queries: string,
  Q: Matrix,
  keys: string,
  K: Matrix,
  V: Matrix,
  projection: Projection,
  { kernel, sigma, causal }: Weights,
): Matrix {
  const { engine, type } = projection.W;
  return engine.memory.scope(() => {
    const FQ = featuresOf(queries, Q, projection, { kernel, sigma, stabilise: "rows" });
    const FK = featuresOf(keys, K, projection, { kernel, sigma, stabilise: "all" });
    const ones = withOnes(V);
    const sums = causal ? causalSums(FQ, FK, ones) : FQ.matmul(FK.matmul(ones, { transposeA: true }));
    const out = new Matrix(engine, type, Q.rows, V.cols);
    const [to, from, width] = [out.data, sums.data, V.cols];
    for (let i = 0; i < Q.rows; i++) {
      const total = from[i * (width + 1) + width] as number;
      if (!(total > 0))
        throw new ArgumentRangeError(
          queries,
          `rows near enough to a row of ${keys}`,
          `row ${i}, whose weights are all 0`,
        );
      for (let j = 0; j < width; j++) to[i * width + j] = (from[i * (width + 1) + j] as number) / total;
    }
    return out;
  });
}

/** [V 1] */
function withOnes(V: Matrix): Matrix {
  const { rows, cols } = V;
  const out = new Matrix(V.engine, V.type, rows, cols + 1);
  const [to, from] = [out.data.fill(1), V.data];
  for (let i = 0; i < rows; i++) to.set(from.subarray(i * cols, (i + 1) * cols), i * (cols + 1));
  return out;
}

/** Row i: the sum over j <= i of (FQ_i FK_j') V_j, by blocks: earlier blocks by their sum FK'V, the block itself by its triangle. */
function causalSums(FQ: Matrix, FK: Matrix, V: Matrix): Matrix {
  const { engine, type, rows: n, cols: m } = FQ;
  const out = new Matrix(engine, type, n, V.cols);
  const past = Matrix.zeros(engine, type, m, V.cols);
  for (let from = 0; from < n; from += BLOCK)
    engine.memory.scope(() => {
      const count = Math.min(BLOCK, n - from);
      const [q, k, v] = [rowsOf(FQ, from, count), rowsOf(FK, from, count), rowsOf(V, from, count)];
      const sums = q.matmul(past);
      const weights = q.matmul(k, { transposeB: true });
      const w = weights.data;
      for (let i = 0; i < count; i++) w.fill(0, i * count + i + 1, (i + 1) * count);
      gemm(sums, weights, v, { beta: 1 });
      gemm(past, k, v, { transposeA: true, beta: 1 });
      out.data.set(sums.data, from * V.cols);
    });
  return out;
}

const rowsOf = ({ engine, type, cols, data }: Matrix, from: number, count: number): Matrix =>
  Matrix.from(engine, type, count, cols, data.subarray(from * cols, (from + count) * cols));

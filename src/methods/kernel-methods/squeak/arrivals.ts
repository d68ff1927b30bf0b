/**
 * New points against a dictionary that has been estimated: with c = k(x, x) - (S k)' (S K S + gamma I)^-1 (S k) a point that is the next
 * of the dictionary, certain, has the estimate tau = (1 - eps) / gamma (c - c^2 / (c + gamma)) = (1 - eps) c / (c + gamma).
 *
 * Its copies are Binomial(qbar, tau), and nearly always 0. So what is drawn comes first: E exponential, the first copy to be kept is
 * the one after floor(E / -log(1 - tau)), and there is none at all where tau <= 1 - e^(-E / qbar). With L L' = S K S + gamma I,
 * c = k(x, x) - |L^-1 S k|^2 falls row by row, and a point is done with as soon as its c is so small: most of them before the first.
 */
import { Matrix } from "../../../arrays/matrix.ts";
import type { Random } from "../../../arrays/random.ts";
import { expm1, log1p } from "../../../core/elementary.ts";
import type { Engine } from "../../../kernels/engine.ts";
import { gemm, trsm } from "../../../kernels/dense.ts";
import { kernelFunction, pairsGram } from "../../../kernels/pairs.ts";
import { kernelDiagonal } from "../../../linalg/kernelOption.ts";
import { type Dictionary, fresh, weightsOf } from "./dictionary.ts";
import { checkPositiveDiagonal, pointsOf, shareOf, weightedFactor } from "./shrink.ts";

/** Rows of S^-1 L at a time. */
const WIDTH = 64;

/** S^-1 L in blocks, outside linear memory, with the points of the rows. */
interface Panel {
  readonly rows: number;
  readonly points: Float64Array<ArrayBuffer>;
  /** Blocks of up to WIDTH columns, the last one triangular. */
  readonly blocks: readonly Float64Array<ArrayBuffer>[];
}

/** The factor of a dictionary, in panels; holds size (size + WIDTH) / 2 numbers. */
export function panelsOf(engine: Engine, dictionary: Dictionary): Panel[] {
  const { size, dim, X, gamma } = dictionary;
  const s = weightsOf(dictionary);
  return engine.memory.scope(() => {
    const { data } = weightedFactor(pointsOf(engine, dictionary), dictionary, s, gamma);
    const panels: Panel[] = [];
    for (let from = 0; from < size; from += WIDTH) {
      const rows = Math.min(WIDTH, size - from);
      const blocks: Float64Array<ArrayBuffer>[] = [];
      for (let left = 0; left <= from; left += WIDTH) {
        const cols = Math.min(WIDTH, size - left);
        const block = new Float64Array(rows * cols);
        for (let i = 0; i < rows; i++) {
          const start = (from + i) * size + left;
          for (let j = 0; j < cols; j++) block[i * cols + j] = (data[start + j] as number) / (s[from + i] as number);
        }
        blocks.push(block);
      }
      panels.push({ rows, points: X.slice(from * dim, (from + rows) * dim), blocks });
    }
    return panels;
  });
}

/** Those of some points that join, with their chances and copies. @throws ArgumentRangeError where k(x, x) <= 0 */
export function arrivals(
  engine: Engine,
  panels: readonly Panel[],
  points: Float64Array<ArrayBuffer>,
  like: Dictionary,
  random: Random,
): Dictionary {
  const { dim, gamma, qbar, kernel } = like;
  const n = points.length / dim;
  const share = shareOf(like);
  const { left, drawn, most } = engine.memory.scope(() => {
    const left = kernelDiagonal(Matrix.from(engine, "f64", n, dim, points), kernel);
    checkPositiveDiagonal(left);
    const drawn = Float64Array.from(random.exponential(n).data);
    const most = drawn.map((e) => {
      const chance = -expm1(-e / qbar);
      return chance < share ? (gamma * chance) / (share - chance) : Number.POSITIVE_INFINITY;
    });
    reduce(engine, panels, points, like, left, most);
    return { left, drawn, most };
  });
  const kept = Array.from(left.keys()).filter((i) => (left[i] as number) > (most[i] as number));
  const chances = kept.map((i) => (share * (left[i] as number)) / ((left[i] as number) + gamma));
  const after = kept.map((i, at) =>
    Math.min(qbar - 1, Math.floor((drawn[i] as number) / -log1p(-(chances[at] as number)))),
  );
  const copies = random.binomial(
    kept.length,
    after.map((skipped) => qbar - 1 - skipped),
    chances,
  );
  const X = new Float64Array(kept.length * dim);
  for (const [row, i] of kept.entries()) X.set(points.subarray(i * dim, (i + 1) * dim), row * dim);
  return {
    ...fresh(X, dim, like),
    p: Float64Array.from(chances),
    copies: Int32Array.from(copies, (c) => c + 1),
    seen: n,
  };
}

/** left_i <- c of point i, or what is left of it after as many rows as bring it to most_i. */
function reduce(
  engine: Engine,
  panels: readonly Panel[],
  points: Float64Array,
  { dim, kernel }: Dictionary,
  left: Float64Array,
  most: Float64Array,
): void {
  const f = kernelFunction(kernel);
  const isOpen = (i: number) => (left[i] as number) > (most[i] as number);
  let open = Array.from(left.keys()).filter(isOpen);
  let Z = rowsOf(engine, points, dim, open);
  let solved: Matrix[] = [];
  for (const { rows, points: at, blocks } of panels) {
    if (open.length === 0) return;
    const C = new Matrix(engine, "f64", rows, open.length);
    engine.memory.scope(() => {
      pairsGram(C, Matrix.from(engine, "f64", rows, dim, at), Z, f);
      for (const [j, block] of blocks.entries()) {
        const L = Matrix.from(engine, "f64", rows, block.length / rows, block);
        if (j < solved.length) gemm(C, L, solved[j] as Matrix, { alpha: -1, beta: 1 });
        else trsm(C, L);
      }
    });
    solved.push(C);
    const { data } = C;
    for (let i = 0, e = 0; i < rows; i++)
      for (const point of open) left[point] = (left[point] as number) - (data[e++] as number) ** 2;
    const columns = Array.from(open.keys()).filter((j) => isOpen(open[j] as number));
    if (columns.length > 0.75 * open.length) continue;
    open = columns.map((j) => open[j] as number);
    Z.dispose();
    Z = rowsOf(engine, points, dim, open);
    solved = solved.map((from) => columnsOf(from, columns));
  }
}

/** Some of the points, in an instance. */
function rowsOf(engine: Engine, points: Float64Array, dim: number, chosen: readonly number[]): Matrix {
  const out = new Matrix(engine, "f64", chosen.length, dim);
  const { data } = out;
  for (const [row, i] of chosen.entries()) data.set(points.subarray(i * dim, (i + 1) * dim), row * dim);
  return out;
}

/** Some columns of a matrix, in its place. */
function columnsOf(A: Matrix, columns: readonly number[]): Matrix {
  const out = new Matrix(A.engine, "f64", A.rows, columns.length);
  const [to, from] = [out.data, A.data];
  for (let i = 0, e = 0; i < A.rows; i++) for (const j of columns) to[e++] = from[i * A.cols + j] as number;
  A.dispose();
  return out;
}

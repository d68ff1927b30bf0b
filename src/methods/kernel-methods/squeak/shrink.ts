import { Matrix } from "../../../arrays/matrix.ts";
import { Random } from "../../../arrays/random.ts";
import { ArgumentRangeError } from "../../../core/errors.ts";
import type { Engine } from "../../../kernels/engine.ts";
import { choleskyInPlace, inverseDiagonal } from "../../../kernels/factor.ts";
import { gram } from "../../../linalg/gram.ts";
import { kernelDiagonal } from "../../../linalg/kernelOption.ts";
import { type Dictionary, weightsOf } from "./dictionary.ts";

/** The points of a dictionary in an instance. @throws ArgumentRangeError where k(x, x) <= 0 */
export function pointsOf(engine: Engine, { X, size, dim, kernel }: Dictionary): Matrix {
  const points = Matrix.from(engine, "f64", size, dim, X);
  checkDiagonal(points, kernel);
  return points;
}

/** @throws ArgumentRangeError where k(x, x) <= 0 */
export function checkDiagonal(points: Matrix, kernel: Dictionary["kernel"]): void {
  checkPositiveDiagonal(kernelDiagonal(points, kernel));
}

/** @throws ArgumentRangeError where one of k(x, x) <= 0 */
export function checkPositiveDiagonal(values: Float64Array): void {
  const at = values.findIndex((v) => !(v > 0));
  if (at >= 0) throw new ArgumentRangeError("X", "points with k(x, x) > 0", `${values[at]} at point ${at}`);
}

/** L L' = S K S + ridge I, S the weights, K the Gram matrix of the points. The part above the diagonal is not to be read. */
export function weightedFactor(points: Matrix, dictionary: Dictionary, s: Float64Array, ridge: number): Matrix {
  const L = gram(points, undefined, dictionary.kernel);
  const { data, rows } = L;
  for (let i = 0; i < rows; i++) {
    const si = s[i] as number;
    for (let j = 0; j <= i; j++) data[i * rows + j] = (data[i * rows + j] as number) * si * (s[j] as number);
    data[i * (rows + 1)] = (data[i * (rows + 1)] as number) + ridge;
  }
  choleskyInPlace(L);
  return L;
}

/** What estimates are, in proportion to leverages. */
export const shareOf = ({ variant, eps }: Dictionary): number => 1 - (variant === "paper" ? eps : 2 * eps);

/**
 * (factor / gamma) (k_ii - (S k_i)' (S K S + g I)^-1 (S k_i)) of each point, as (factor g / gamma) (1 - g ((S K S + g I)^-1)_ii) / s_i^2:
 * S k_i is column i of (S K S + g I) - g I over s_i.
 */
export function estimates(engine: Engine, dictionary: Dictionary, merged: boolean): Float64Array<ArrayBuffer> {
  const { gamma, eps, variant } = dictionary;
  const ridge = merged && variant === "paper" ? (1 + eps) * gamma : gamma;
  const factor = (shareOf(dictionary) * ridge) / gamma;
  const s = weightsOf(dictionary);
  return engine.memory.scope(() => {
    const L = weightedFactor(pointsOf(engine, dictionary), dictionary, s, ridge);
    return inverseDiagonal(L).map((v, i) => (factor * (1 - ridge * v)) / (s[i] as number) ** 2);
  });
}

/** Where a step stands in the tree: it has random numbers of its own, so that no result depends on the order of the steps. */
export interface Place {
  readonly seed: number | bigint;
  readonly level: number;
  readonly index: number;
}

/** The chances fall to the estimates, copies are drawn anew, and points without any are dropped. */
export function shrunk(engine: Engine, dictionary: Dictionary, merged: boolean, place: Place): Dictionary {
  const { X, dim, size, p, copies } = dictionary;
  const tau = estimates(engine, dictionary, merged);
  const chances = p.map((chance, i) => Math.max(0, Math.min(tau[i] as number, chance)));
  const random = new Random(engine, place.seed, (BigInt(place.level) << 48n) | BigInt(place.index));
  const left = random.binomial(
    size,
    copies,
    chances.map((chance, i) => chance / (p[i] as number)),
  );
  const kept = Array.from(left.keys()).filter((i) => (left[i] as number) > 0);
  if (kept.length === 0)
    throw new ArgumentRangeError("gamma", "a value that leaves points in the dictionary", `${dictionary.gamma}`);
  const points = new Float64Array(kept.length * dim);
  for (const [row, i] of kept.entries()) points.set(X.subarray(i * dim, (i + 1) * dim), row * dim);
  return {
    ...dictionary,
    size: kept.length,
    X: points,
    p: Float64Array.from(kept, (i) => chances[i] as number),
    copies: Int32Array.from(kept, (i) => left[i] as number),
  };
}

/** @throws ArgumentRangeError for a dictionary of more points than there may be */
export function checkRoom(maxDict: number, { size }: Dictionary): void {
  if (size > maxDict) throw new ArgumentRangeError("maxDict", `room for a dictionary of ${size} points`, `${maxDict}`);
}

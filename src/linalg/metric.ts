/**
 * Inner products x'M y: M is the identity, a diagonal of weights, or any symmetric positive definite operator.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import type { Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { checkVector } from "../kernels/storage.ts";

/** A symmetric positive definite operator: a Matrix, a sparse matrix, or anything with these members. */
export interface MetricOperator {
  readonly engine: Engine;
  readonly type: Real;
  readonly rows: number;
  readonly cols: number;
  /** out = M*x */
  apply(out: Vector, x: Vector): void;
}

/** The M of an inner product: the weights on its diagonal, all > 0, or an operator. */
export type Metric = Vector | MetricOperator;

/** out = M*x for a checked metric of m elements. */
export type Measure = (out: Vector, x: Vector) => void;

/** Checks a metric for vectors of m elements like `like`. The weights are copied. @throws ArgumentRangeError if one is not > 0 */
export function measureOf(metric: Metric, like: { engine: Engine; type: Real }, m: number): Measure {
  if (metric instanceof Vector) {
    checkVector("metric", metric, like, m);
    const weights = metric.toArray();
    const bad = weights.findIndex((w) => !(w > 0 && w < Infinity));
    if (bad >= 0) throw new ArgumentRangeError(`metric[${bad}]`, "a finite number > 0", describe(weights[bad]));
    return (out, x) => {
      const [to, from] = [out.data, x.data];
      for (let i = 0; i < m; i++) to[i] = (weights[i] as number) * (from[i] as number);
    };
  }
  if (typeof (metric as Partial<MetricOperator> | null)?.apply !== "function")
    throw new ArgumentTypeError("metric", "a Vector of weights or an operator with apply", describe(metric));
  if (metric.engine !== like.engine)
    throw new ArgumentTypeError("metric", "an operator of the same instance", "one of another");
  if (metric.type !== like.type) throw new ArgumentTypeError("metric", `elements of ${like.type}`, metric.type);
  if (metric.rows !== m || metric.cols !== m)
    throw new ShapeError("metric", `${m} x ${m}`, `${metric.rows} x ${metric.cols}`);
  return (out, x) => metric.apply(out, x);
}

/**
 * Samples that need not be looked at: with some objective reached, a sample is settled if every scoring system that would treat it
 * otherwise costs more, by a linear relaxation.
 *
 * Ustun and Rudin, "Supersparse Linear Integer Models for Optimized Medical Scoring Systems", Machine Learning 102 (2016), section on
 * data reduction. doi:10.1007/s10994-015-5528-6. Ours: to keep what is settled in the relaxation, and thresholds 1 and 0 for whole features.
 * @module
 */
import type { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkNumber, checkNumbers, checkOptions } from "../../../core/check.ts";
import { ArgumentRangeError } from "../../../core/errors.ts";
import { rowsOf } from "./rows.ts";
import { type Problem, problemOf, type SlimOptions } from "./problem.ts";
import { Relaxation, type Sample } from "./relaxation.ts";

/** A smaller problem, and how it belongs to the whole one. X and y are the caller's to dispose. */
export interface SlimReduction {
  /** The samples that are left, by their places in the whole problem. */
  readonly rows: readonly number[];
  /** By sample: 1 where it is right in all systems that cost at most `level`, -1 where it is wrong in all, 0 where that is open. */
  readonly fixed: Int8Array<ArrayBuffer>;
  readonly X: Matrix;
  readonly y: Vector;
  /** What to train on X and y with: C0 and limits on errors made to fit. */
  readonly options: SlimOptions;
  /** No scoring system at all costs less: the linear relaxation of the whole problem. */
  readonly bound: number;
  /** What a system costs in the whole problem that treats the others as they are settled, from what it costs here. */
  objectiveOf(reduced: number): number;
  /** The samples left out that rho does not treat as they are settled. Where there are none, best here is best. */
  violated(rho: ArrayLike<number>): number[];
  /** The problem with these samples put back. */
  restored(rows: readonly number[]): SlimReduction;
}

/**
 * Leaves out the samples that no scoring system of an objective of at most `level` can treat in two ways. A system that is best for what
 * is left, and treats the others as they are settled (`violated` says), is best for all; else `restored` puts back what it does not.
 *
 * @param level  an objective that can be reached, as that of any model trained by the same options
 * @throws ArgumentRangeError if X, y or an option is not as `trainSlim` asks for, or no system costs as little as `level`
 */
export function reduceData(X: Matrix, y: Vector, level: number, options: SlimOptions = {}): SlimReduction {
  checkNumber("level", level);
  checkOptions("options", options);
  const problem = problemOf(X, y, options);
  try {
    const { cols: P } = X;
    const [features, labels] = [Float64Array.from(X.data), Float64Array.from(y.data)];
    const kinds = new Map<string, Sample & { places: number[] }>();
    for (const [i, label] of labels.entries()) {
      const row = features.subarray(i * P, (i + 1) * P);
      const key = `${label}:${row.join()}`;
      const kind = kinds.get(key) ?? { slopes: row.map((v) => label * v), weight: 0, places: [] };
      kind.weight += label > 0 ? problem.costPos : problem.costNeg;
      kind.places.push(i);
      kinds.set(key, kind);
    }
    const samples = [...kinds.values()];
    const relaxation = new Relaxation(X.engine, problem, samples);
    const fixed = new Int8Array(X.rows);
    let bound: number;
    try {
      bound = relaxation.bound();
      const statuses = settle(relaxation, samples.length, level);
      for (const [e, { places }] of samples.entries()) for (const i of places) fixed[i] = statuses[e] as number;
    } finally {
      relaxation.dispose();
    }
    const left = [...fixed.keys()].filter((i) => fixed[i] === 0);
    return reduction({ X, y, problem, options, features, labels, fixed, bound }, left);
  } finally {
    for (const array of [problem.columns, problem.counts]) array.dispose();
  }
}

/** By kind of sample: 1, -1, or 0 where both are possible. */
function settle(relaxation: Relaxation, count: number, level: number): Int8Array {
  const statuses = Int8Array.from({ length: count }, (_, e) => relaxation.always(e));
  // Above the level by more than rounding is.
  const above = level + 1e-9 * (1 + Math.abs(level));
  const below = () => new ArgumentRangeError("level", "an objective that can be reached", `${level}`);
  // What is settled makes the relaxation tighter for the others: a second look.
  for (let look = 0, found = true; found && look < 2; look++) {
    found = false;
    if (relaxation.bound() > above) throw below();
    const idle = relaxation.idle();
    for (let e = 0; e < count; e++) {
      if (statuses[e] !== 0) continue;
      const right = idle[e] !== 1 && relaxation.exceeds(e, 1, above);
      const wrong = relaxation.exceeds(e, -1, above);
      if (right && wrong) throw below();
      if (!right && !wrong) continue;
      statuses[e] = right ? -1 : 1;
      relaxation.force(e, statuses[e] as 1 | -1);
      found = true;
    }
  }
  return statuses;
}

interface Whole {
  readonly X: Matrix;
  readonly y: Vector;
  readonly problem: Problem;
  readonly options: SlimOptions;
  readonly features: Float64Array;
  readonly labels: Float64Array;
  readonly fixed: Int8Array<ArrayBuffer>;
  readonly bound: number;
}

/** The problem of these samples, and one more of each label that would be left without. */
function reduction(whole: Whole, left: readonly number[]): SlimReduction {
  const { X, problem, options, features, labels, fixed, bound } = whole;
  const { engine, type, cols: P, rows: N } = X;
  const rows = [...left];
  for (const label of [1, -1]) if (!rows.some((i) => labels[i] === label)) rows.push(labels.indexOf(label));
  rows.sort((a, b) => a - b);
  const here = new Set(rows);
  const out = [...fixed.keys()].filter((i) => !here.has(i));
  const count = (of: readonly number[], label: number) => of.filter((i) => labels[i] === label).length;
  const wrong = out.filter((i) => fixed[i] === -1);
  const [wrongPos, wrongNeg] = [count(wrong, 1), count(wrong, -1)];
  const { C0 = 0.01 } = options;
  const scale = N / rows.length;
  const limits: Partial<Record<"maxFpr" | "maxFnr" | "maxError", number>> = {};
  const limit = (name: "maxFpr" | "maxFnr" | "maxError", used: number, of: number) => {
    if (options[name] === undefined) return;
    const rest = problem.limits[name] - used;
    if (rest < 0) throw new ArgumentRangeError("level", `an objective that can be reached with ${name}`, "a lower one");
    limits[name] = rest / of;
  };
  limit("maxFpr", wrongNeg, count(rows, -1));
  limit("maxFnr", wrongPos, count(rows, 1));
  limit("maxError", wrong.length, rows.length);
  return {
    ...engine.memory.scope(() => ({
      X: rowsOf(X, features, rows),
      y: Vector.from(
        engine,
        type,
        Float64Array.from(rows, (i) => labels[i] as number),
      ),
    })),
    rows,
    fixed,
    bound,
    options: {
      ...options,
      ...limits,
      C0: typeof C0 === "number" ? C0 * scale : Array.from(C0, (v) => v * scale),
    },
    objectiveOf: (reduced) => reduced / scale + problem.costPos * wrongPos + problem.costNeg * wrongNeg,
    violated(rho) {
      checkNumbers("rho", rho, P);
      return out.filter((i) => {
        let score = 0;
        for (let j = 0; j < P; j++) score += (features[i * P + j] as number) * (rho[j] as number);
        return (labels[i] as number) * score >= problem.epsilon !== (fixed[i] === 1);
      });
    },
    restored: (back) => reduction(whole, [...new Set([...rows, ...back])]),
  };
}

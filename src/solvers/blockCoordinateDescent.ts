/**
 * Block coordinate descent with working sets of groups and gap-safe screening of groups for
 *
 *   min over x and b of 1/2 sum_i w_i (y_i - b - a_i'x)^2 + group sum_g sqrt(|g|) ||x_g||_2 + l1 ||x||_1
 *
 * Yuan and Lin, JRSS B 68 (2006) 49-67; Simon, Friedman, Hastie and Tibshirani, JCGS 22 (2013) 231-245; Ndiaye, Fercoq, Gramfort and
 * Salmon, "Gap safe screening rules for sparsity enforcing penalties", JMLR 18 (2017), arXiv:1611.05780.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkNonNegative, checkNumbers } from "../core/check.ts";
import type { Numbers } from "../core/types.ts";
import type { Design } from "./coordinate/columns.ts";
import { GroupProblem } from "./coordinate/groupProblem.ts";
import { Groups } from "./coordinate/groups.ts";
import type { CoordinateState } from "./coordinate/problem.ts";
import { checkDescent, type DescentOptions } from "./coordinateDescent.ts";

/** The penalty, and where to start. */
export interface BlockOptions extends DescentOptions {
  /** A label a column: those of one label are a group. */
  groups: Numbers;
  /** Weight of sqrt(|g|) ||x_g||_2 in each group, >= 0. */
  group: number;
  /** Weight of ||x||_1, >= 0. Default 0. */
  l1?: number;
}

/**
 * Steps block coordinate descent; a step is a working set of groups solved, and the gap over all groups. Reserves at most 4 numbers a
 * row, 4 a column and, for k columns of the working set, 5k (A.rows + k + 2) more (no k^2 above 2048 of them); a CsrMatrix is copied
 * by columns.
 *
 * @param A  rows x cols
 * @param y  A.rows elements
 * @throws ShapeError if a length does not fit; ArgumentRangeError if a weight is < 0 or a number not finite
 */
export function* blockCoordinateDescent(A: Design, y: Vector, options: BlockOptions): Generator<CoordinateState, void> {
  const { data, x: given, tolerance } = checkDescent(A, y, options);
  const { groups, group, l1 = 0 } = options;
  checkNumbers("groups", groups, A.cols);
  checkNonNegative("group", group);
  checkNonNegative("l1", l1);
  const problem = A.engine.memory.scope(() => new GroupProblem(A, data, new Groups(groups)));
  let x = given;
  try {
    x ??= Vector.zeros(A.engine, A.type, A.cols);
    problem.begin(x.toArray());
    yield* problem.descend(x, { group, l1 }, tolerance);
  } catch (error) {
    if (!given) x?.dispose();
    throw error;
  } finally {
    problem.dispose();
  }
}

/**
 * Consensus ADMM: min sum_i f_i(z) + g(z), each f_i with a copy x_i of z of its own, so that the blocks can be worked on apart.
 *
 * Boyd, Parikh, Chu, Peleato and Eckstein, "Distributed Optimization and Statistical Learning via the Alternating Direction
 * Method of Multipliers", Foundations and Trends in Machine Learning 3 (2011) 1-122: section 7.1.1, stopping 3.3, varying penalty 3.4.1.
 * doi:10.1561/2200000016
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkOptions, checkPositive, checkSize, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import type { State } from "../core/run.ts";
import { checkSomeVector, checkVector } from "../kernels/storage.ts";
import { axpby, axpy, copy, nrm2 } from "../kernels/vec.ts";
import { checkOperator, type LinearOperator } from "../operators/linear.ts";
import { checkPenalty, type Penalty } from "../prox/penalty.ts";
import { balancing } from "./admm/balance.ts";
import { leastSquaresStep } from "./admm/leastSquares.ts";

/** f_i: least squares, 1/2 ||A x - b||^2, or anything with a prox. */
export type ConsensusBlock = { readonly A: LinearOperator; readonly b: Vector } | Penalty;

/** How to weigh. */
export interface ConsensusOptions {
  /** The weight of ||x_i - z||^2 / 2 to begin with. Default 1. */
  rho?: number;
  /** Whether rho is doubled or halved where one residual is ten times the other: each tenth step, twenty times at most. Default true. */
  adaptive?: boolean;
}

/** One iteration. */
export interface ConsensusState extends State {
  /** z, with all of g's zeros. The same vector in every state. */
  readonly x: Vector;
  /** g(z) */
  readonly penalty: number;
  /** sqrt(sum_i ||x_i - z||^2): how far apart the copies are. */
  readonly primal: number;
  /** rho sqrt(N) ||z - z_before||: how far they are from stationary, N the number of blocks. */
  readonly dual: number;
  /** The weight from the next step on. */
  readonly rho: number;
  /**
   * The larger of primal / (sqrt(n N) + max(norm of all x_i, sqrt(N) ||z||)) and dual / (sqrt(n N) + rho * norm of all u_i), u_i the scaled
   * multipliers: at most a tolerance where both of section 3.3 hold with that tolerance, absolute and relative.
   */
  readonly residual: number;
}

/**
 * What holds the blocks together. Each round every block i, wherever it is, sets x[i] to argmin f_i(x) + rho/2 ||x - v[i]||^2, in any order or
 * at once; then `advance` averages, applies g and makes new v. Holds 3 n (N + 1) elements.
 */
export class Consensus extends Owner {
  /** z: the caller's to dispose. */
  readonly z: Vector;
  /** What the blocks found: written by them. */
  readonly x: readonly Vector[];
  /** What they are to stay near: z - u_i. */
  readonly v: readonly Vector[];
  readonly #u: readonly Vector[];
  readonly #mean: Vector;
  readonly #before: Vector;
  readonly #g: Penalty;
  readonly #balance: ((primal: number, dual: number) => number) | undefined;
  #rho: number;

  /**
   * @param z      n elements: where to start, and the result
   * @param count  N: how many blocks
   * @throws ArgumentTypeError, ArgumentRangeError
   */
  constructor(z: Vector, count: number, g: Penalty, options: ConsensusOptions = {}) {
    super();
    checkSomeVector("z", z);
    checkSize("count", count, 1);
    checkPenalty("g", g);
    checkOptions("options", options);
    const { rho = 1, adaptive = true } = options;
    checkPositive("rho", rho);
    checkBoolean("adaptive", adaptive);
    const { engine, type, length } = z;
    const made: Vector[] = [];
    const vectors = (n: number) =>
      Array.from({ length: n }, () => made[made.push(new Vector(engine, type, length)) - 1] as Vector);
    try {
      [this.x, this.v, this.#u] = [vectors(count), vectors(count), vectors(count)];
      [this.#mean, this.#before] = vectors(2) as [Vector, Vector];
    } catch (error) {
      for (const vector of made) vector.dispose();
      throw error;
    }
    for (const u of this.#u) u.data.fill(0);
    for (const v of this.v) copy(v, z);
    [this.z, this.#g, this.#rho] = [z, g, rho];
    this.#balance = adaptive ? balancing() : undefined;
  }

  /** The weight of ||x_i - v_i||^2 / 2 in this round. */
  get rho(): number {
    return this.#rho;
  }

  /** Ends a round. @throws ArgumentRangeError if a block found numbers that are not finite */
  advance(): ConsensusState {
    const [z, mean, before, count] = [this.z, this.#mean, this.#before, this.x.length];
    const each = this.#u.map((u, i) => ({ u, x: this.x[i] as Vector, v: this.v[i] as Vector }));
    const norm = (of: readonly Vector[]) => Math.sqrt(of.reduce((sum, vector) => sum + nrm2(vector) ** 2, 0));
    const size = norm(this.x);
    if (!Number.isFinite(size)) throw new ArgumentRangeError("blocks", "finite numbers", "others");
    copy(before, z);
    mean.data.fill(0);
    for (const { u, x } of each) {
      axpy(u, x, 1);
      axpy(mean, u, 1 / count);
    }
    const penalty = this.#g.prox(z, mean, 1 / (count * this.#rho));
    axpby(before, z, before, 1, -1);
    const dual = this.#rho * Math.sqrt(count) * nrm2(before);
    for (const { u, x, v } of each) {
      axpy(u, z, -1);
      axpby(v, x, z, 1, -1);
    }
    const primal = norm(this.v);
    const least = Math.sqrt(z.length * count);
    const residual = Math.max(
      primal / (least + Math.max(size, Math.sqrt(count) * nrm2(z)) || 1),
      dual / (least + this.#rho * norm(this.#u) || 1),
    );
    const scale = this.#balance?.(primal, dual) ?? 1;
    this.#rho *= scale;
    for (const { u, v } of each) {
      axpby(u, u, u, 1 / scale, 0);
      axpby(v, z, u, 1, -1);
    }
    return { x: z, penalty, primal, dual, rho: this.#rho, residual };
  }

  /** Gives back all but z. */
  override dispose(): void {
    for (const vector of [...this.x, ...this.v, ...this.#u, this.#mean, this.#before]) vector.dispose();
  }
}

/** Where to start, too. */
export interface AdmmConsensusOptions extends ConsensusOptions {
  /** Receives the iterates and is where they start; by default a new vector of zeros. Needed where no block is least squares. */
  x?: Vector;
}

/**
 * Steps consensus ADMM, one block after the other; `Consensus` is for blocks elsewhere. A block of least squares has its own factor, as
 * in `admm`, made again where rho changes. Reserves what those take and 3 n (N + 1) elements at the first step, nothing after; x is the
 * caller's to dispose.
 * @throws ShapeError for blocks of other sizes, or none; ArgumentRangeError; ArgumentTypeError
 */
export function* admmConsensus(
  blocks: readonly ConsensusBlock[],
  g: Penalty,
  options: AdmmConsensusOptions = {},
): Generator<ConsensusState, void> {
  checkOptions("options", options);
  if (!Array.isArray(blocks)) throw new ArgumentTypeError("blocks", "an array of blocks", describe(blocks));
  if (blocks.length === 0) throw new ShapeError("blocks", "at least 1 block", "0");
  checkPenalty("g", g);
  const { x: given } = options;
  if (given !== undefined) checkSomeVector("x", given);
  const { engine, type, cols } = checkedBlocks(
    blocks,
    given && { engine: given.engine, type: given.type, cols: given.length },
  );
  const z = given ?? Vector.zeros(engine, type, cols);
  const held: { dispose(): void }[] = [];
  try {
    const consensus = new Consensus(z, blocks.length, g, options);
    held.push(consensus);
    const steps = blocks.map((block: ConsensusBlock) => {
      if ("prox" in block) return (x: Vector, v: Vector, rho: number) => void block.prox(x, v, 1 / rho);
      const made = leastSquaresStep(block.A, block.b);
      held.push(made);
      let now = 0;
      return (x: Vector, v: Vector, rho: number) => {
        if (rho !== now) made.factor(rho);
        now = rho;
        made.solve(x, v);
      };
    });
    for (;;) {
      const { x, v, rho } = consensus;
      for (const [i, step] of steps.entries()) step(x[i] as Vector, v[i] as Vector, rho);
      yield consensus.advance();
    }
  } catch (error) {
    if (!given) z.dispose();
    throw error;
  } finally {
    for (const one of held) one.dispose();
  }
}

type Like = Pick<LinearOperator, "engine" | "type" | "cols">;

/** Checks each block, and that those of least squares have the columns of `like`, or of the first of them, which is returned. */
function checkedBlocks(blocks: readonly unknown[], like: Like | undefined): Like {
  let first = like;
  for (const [i, block] of blocks.entries()) {
    const name = `blocks[${i}]`;
    checkOptions(name, block);
    if (!("A" in block)) {
      checkPenalty(name, block);
      continue;
    }
    const { A, b } = block as Record<"A" | "b", unknown>;
    checkOperator(`${name}.A`, A);
    checkVector(`${name}.b`, b, A, A.rows);
    first ??= A;
    if (A.cols !== first.cols) throw new ShapeError(`${name}.A`, `${first.cols} columns`, `${A.cols}`);
    if (A.type !== first.type || A.engine !== first.engine)
      throw new ArgumentTypeError(
        `${name}.A`,
        `an operator of the instance and type ${first.type} of the others`,
        A.type,
      );
  }
  if (!first) throw new ArgumentTypeError("x", "a vector, as no block is least squares", "undefined");
  return first;
}

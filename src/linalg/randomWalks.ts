/**
 * Random walks on the graph of a sparse matrix.
 *
 * Choromanski, "Taming graph kernels with random features", ICML 2023. arXiv:2305.00156. Antithetic walks: Reid, Choromanski and
 * Weller, "Quasi-Monte Carlo graph random features", NeurIPS 2023. arXiv:2305.12470
 * @module
 */
import { CsrMatrix } from "../arrays/csr.ts";
import { filled } from "../arrays/matrix.ts";
import {
  checkChoice,
  checkFunction,
  checkNumber,
  checkNumbers,
  checkOptions,
  checkPositive,
  checkSize,
  describe,
} from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import type { Numbers } from "../core/types.ts";
import { seedOf } from "../kernels/random.ts";
import { csrWalks, type WalkRows } from "../kernels/walks.ts";

/** How to walk. */
export interface WalkOptions {
  /** Walks from each row. Default 32. */
  walks?: number;
  /** The chance that a walk ends before a step, from 2^-20 to below 1; a walk visits 1 / pTerm places on average. Default 0.1. */
  pTerm?: number;
  /** Walk j from row i depends on the seed, the stream, i and j alone, however the work is divided. Default 0. */
  seed?: number | bigint;
  /** Another set of walks, independent of the first: an integer below 2^32. Default 0. */
  stream?: number;
  /**
   * "iid" (default): walks know nothing of each other, each neighbour is as likely. "antithetic": so, but in pairs that up to pTerm 1/2
   * never end at the same step, which evens out how long walks are. "reinforced": a neighbour is less likely by how often walks from
   * this row used its edge, by `f`.
   */
  mode?: "iid" | "antithetic" | "reinforced";
  /** How likely an edge used `count` times is beside others, > 0; asked for counts to 255, which also stands for those above. */
  f?: (count: number) => number;
  /** The rows to start from, in this order. Default: all. */
  nodes?: Numbers;
}

/** Counts that `f` is asked for. */
const KINDS = 256;

/**
 * Random features of the rows of U: row i is the mean, over walks from i, of the loads at the places a walk visits, its start with
 * load 1 among them. A step from v to w multiplies the load by U_vw / ((1 - pTerm) p(v, w)), p the chance of that step, so that the
 * expectation is row i of I + U + U^2 + ..., which is (I - U)^-1 where U's spectral radius is below 1. A walk also ends at a row
 * without entries.
 *
 * @param U  n x n; that the sum converges is not checked
 * @returns  nodes x n, a new matrix; loads are summed in f64
 */
export function randomWalks(U: CsrMatrix, options: WalkOptions = {}): CsrMatrix {
  if (!(U instanceof CsrMatrix)) throw new ArgumentTypeError("U", "a CsrMatrix", describe(U));
  if (U.rows !== U.cols) throw new ShapeError("U", "a square matrix", `${U.rows} x ${U.cols}`);
  checkOptions("options", options);
  const { walks = 32, pTerm = 0.1, seed = 0, stream = 0, mode = "iid", f = (count) => 1 / (1 + 0.1 * count) } = options;
  checkSize("walks", walks, 1);
  checkNumber("pTerm", pTerm);
  if (!(pTerm >= 2 ** -20 && pTerm < 1))
    throw new ArgumentRangeError("pTerm", "from 2^-20 to below 1", describe(pTerm));
  checkSize("stream", stream);
  checkChoice("mode", mode, ["iid", "antithetic", "reinforced"]);
  checkFunction("f", f);
  const key = seedOf("seed", seed);
  const nodes = startsOf(options.nodes, U.rows);
  const chances = Float64Array.from({ length: mode === "reinforced" ? KINDS : 0 }, (_, count) => {
    const chance = f(count);
    checkPositive(`f(${count})`, chance);
    return chance;
  });
  const pairs = mode === "antithetic";
  const parts = [...csrWalks(U, { walks, stop: pTerm, pairs, key, stream, chances, nodes })];
  return joined(U, nodes.length, parts);
}

function startsOf(given: Numbers | undefined, n: number): Uint32Array {
  if (given === undefined) return Uint32Array.from({ length: n }, (_, i) => i);
  checkNumbers("nodes", given);
  return Uint32Array.from(given, (node, i) => {
    checkSize(`nodes[${i}]`, node);
    if (node >= n) throw new ArgumentRangeError(`nodes[${i}]`, `a row of U, below ${n}`, describe(node));
    return node;
  });
}

/** The rows of all parts as one matrix. */
function joined(U: CsrMatrix, rows: number, parts: readonly WalkRows[]): CsrMatrix {
  const nnz = parts.reduce((sum, { places }) => sum + places.length, 0);
  const out = new CsrMatrix(U.engine, U.type, rows, U.cols, nnz);
  return filled(out, () => {
    const { indptr, indices, values } = out;
    indptr[0] = 0;
    let [row, at] = [0, 0];
    for (const part of parts) {
      for (const end of part.ends) indptr[++row] = at + end;
      indices.set(part.places, at);
      values.set(part.values, at);
      at += part.places.length;
    }
  });
}

/**
 * Random projections: rows of chi-distributed norms along independent, orthogonal or simplex directions.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Random } from "../../../arrays/random.ts";
import { checkBoolean, checkChoice, checkOptions, checkReal, checkSize, describe } from "../../../core/check.ts";
import { Owner } from "../../../core/dispose.ts";
import { ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import type { Real } from "../../../core/types.ts";
import { gemm } from "../../../kernels/dense.ts";
import { Instance } from "../../../kernels/instance.ts";
import { checkMatrix, filled } from "../../../kernels/storage.ts";
import { adapt, simplexDirections, turnHaar, turnHadamard, unitDirections } from "./directions.ts";

/** "iid": normal rows; "orthogonal": blocks at right angles; "simplex": blocks of corners; "simplex+": adapted to their norms. */
export type ProjectionKind = "iid" | "orthogonal" | "simplex" | "simplex+";
const kinds: readonly ProjectionKind[] = ["iid", "orthogonal", "simplex", "simplex+"];

/** What to draw. */
export interface ProjectionOptions {
  /** The numbers of a point; at least 2 for a simplex. */
  d: number;
  /** Features. Blocks of d of them share a rotation, and the last block may be short. */
  m: number;
  /** Default "simplex". */
  kind?: ProjectionKind;
  /** "haar" (default): uniform, O(d^3) a block. "hadamard3": three Walsh-Hadamard transforms with random signs, O(d^2 log d). */
  rotation?: "haar" | "hadamard3";
  /** For "hadamard3": where d is no power of two, blocks are of the next one and points padded with zeros. Default true. */
  pad?: boolean;
  /** Sweeps of "simplex+". Default 5. */
  plusIters?: number;
  /** One seed gives all kinds but "iid" the same norms. Default 0. */
  seed?: number | bigint;
  /** Element type. Default "f32". */
  type?: Real;
}

/** A random projection: W holds m*d elements. */
export class Projection extends Owner {
  /** @internal */
  constructor(
    /** m x d: each row is distributed as d standard normal numbers (with "hadamard3" nearly). */
    readonly W: Matrix,
    /** Which directions. */
    readonly kind: ProjectionKind,
  ) {
    super();
  }

  /** X W', a new n x m matrix, for n points of d numbers, one a row. */
  apply(X: Matrix): Matrix {
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
    checkMatrix("X", X, this.W, X.rows, this.W.cols);
    const out = new Matrix(this.W.engine, this.W.type, X.rows, this.W.rows);
    return filled(out, () => gemm(out, X, this.W, { transposeB: true }));
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.W.dispose();
  }
}

/**
 * Draws a projection. Reserves m*d elements for the result, and 4 b^2 in f64 for one block of b while it works.
 * @throws ArgumentRangeError for a simplex of d < 2, for m < 1; ShapeError for "hadamard3" without padding where d is no power of two
 */
export function makeProjection(lw: Instance, options: ProjectionOptions): Projection {
  const engine = Instance.engineOf(lw);
  checkOptions("options", options);
  const { d, m, kind = "simplex", rotation = "haar", pad = true, plusIters = 5, seed = 0, type = "f32" } = options;
  checkChoice("kind", kind, kinds);
  checkSize("d", d, kind.startsWith("simplex") ? 2 : 1);
  checkSize("m", m, 1);
  checkChoice("rotation", rotation, ["haar", "hadamard3"]);
  checkBoolean("pad", pad);
  checkSize("plusIters", plusIters);
  checkReal("type", type);
  const [norms, turns] = [new Random(engine, seed, 0), new Random(engine, seed, 1)];
  const b = rotation === "haar" || kind === "iid" ? d : 2 ** (32 - Math.clz32(d - 1));
  if (b !== d && !pad) throw new ShapeError("d", "a power of two, or padding", `${d}`);
  const W = new Matrix(engine, type, m, d);
  const corners = kind === "orthogonal" ? unitDirections(b) : kind === "iid" ? undefined : simplexDirections(b);
  const turn = rotation === "haar" ? turnHaar : turnHadamard;
  filled(W, () => {
    for (let from = 0; from < m; from += b)
      engine.memory.scope(() => {
        const count = Math.min(b, m - from);
        if (!corners) return W.data.set(turns.normal(count * d).data, from * d);
        const lengths = Float64Array.from(norms.chi(b, b).data);
        const D = kind === "simplex+" ? corners.slice() : corners;
        if (kind === "simplex+") adapt(D, lengths, plusIters);
        const turned = turn(engine, D, b, turns).data;
        const w = W.data.subarray(from * d);
        for (let i = 0; i < count; i++)
          for (let j = 0; j < d; j++) w[i * d + j] = (lengths[i] as number) * (turned[i * b + j] as number);
      });
  });
  return new Projection(W, kind);
}

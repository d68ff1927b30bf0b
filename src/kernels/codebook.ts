/**
 * Learned tables of 2^bits entries a row: groups of columns brought to one scale, a table fitted to them, codes, loss.
 * @module
 */
import { type Floats, sizeOf } from "../core/types.ts";
import { roundBfloat16 } from "./bfloat16.ts";
import { aligned, type MatrixRef, type VectorRef } from "./storage.ts";

/** How a table is come by. */
export type Fit =
  /** The exact minimum. */
  | { readonly solver: "optimal" }
  /** Lloyd's steps from seeds by k-means++: `draws` holds 2^bits numbers in [0, 1) of f64 for each row of W. */
  | { readonly solver: "lloyd"; readonly draws: VectorRef; readonly steps: number; readonly tolerance: number }
  /** Lloyd's steps from this ascending table. */
  | { readonly solver: "lloyd"; readonly start: Float64Array; readonly steps: number; readonly tolerance: number };

/** What the numbers of a group are brought to, and how the tables are fitted. */
export interface FitOptions {
  readonly bits: number;
  /** Columns a group: a divisor of the columns. */
  readonly groupSize: number;
  /** Each group to [-1, 1] by its largest magnitude; else to [0, 2^bits - 1] by its least and greatest number. */
  readonly symmetric: boolean;
  readonly fit: Fit;
  /** What errors in a column weigh, of W's type and instance; 1 by default. */
  readonly weights: VectorRef | undefined;
  /** The weights are multiplied by the scale of the group to this power. */
  readonly power: number;
  /** Tables are rounded to bfloat16 once the codes are found. */
  readonly round: boolean;
}

/** Some rows in codes, as copies outside linear memory. */
export interface Fitted {
  /** rows x cols, a byte each. */
  readonly codes: Uint8Array;
  /** rows x 2^bits, each row ascending. */
  readonly tables: Floats;
  /** rows x cols/groupSize */
  readonly scale: Floats;
  /** rows x cols/groupSize */
  readonly offset: Floats;
  /** A row's sum of weights times squared differences to what it stands for. */
  readonly losses: Float64Array;
}

/** Fits `count` rows of W from row `first` on. */
export function fitRows(W: MatrixRef, first: number, count: number, options: FitOptions): Fitted {
  const { engine, type, cols: n } = W;
  const { bits, groupSize, symmetric, fit, weights, power, round } = options;
  const [kernels, size, k] = [engine.kernels[type], sizeOf[type], 2 ** bits];
  const groups = n === 0 ? 0 : n / groupSize;
  const sizes = [
    count * n * size,
    count * groups * size,
    count * groups * size,
    count * k * size,
    count * 8,
    count * n,
    Math.max(8 * (5 * n + 4 + k) + 4 * k * (n + 1), 32 * n + 1040 + 8 * k),
  ];
  let next = engine.memory.workspace(sizes.reduce((sum, bytes) => sum + aligned(bytes), 0));
  const [z = 0, scale = 0, offset = 0, tables = 0, losses = 0, codes = 0, work = 0] = sizes.map((bytes) => {
    const at = next;
    next += aligned(bytes);
    return at;
  });
  const { buffer } = engine.memory.wasm;
  const from = W.ptr + first * n * size;
  const a = weights?.ptr ?? 0;
  const floats = (at: number, length: number): Floats =>
    type === "f32"
      ? new Float32Array(buffer as ArrayBuffer, at, length)
      : new Float64Array(buffer as ArrayBuffer, at, length);
  const learned = floats(tables, count * k);

  kernels.lut_group(z, scale, offset, from, count, n, groupSize, symmetric ? 1 : k - 1, symmetric);
  if ("start" in fit) for (let r = 0; r < count; r++) learned.set(fit.start, r * k);
  if (fit.solver === "optimal") kernels.lut_optimal(tables, z, a, scale, work, count, n, k, groupSize, power);
  else if (fit.solver === "lloyd") {
    const { steps, tolerance } = fit;
    const draws = "draws" in fit ? fit.draws.ptr + first * k * 8 : 0;
    const seeded = "start" in fit;
    kernels.lut_lloyd(tables, z, a, scale, draws, work, count, n, k, groupSize, power, steps, tolerance, seeded);
  }
  kernels.lut_assign(codes, tables, z, work, count, n, k);
  if (round) roundBfloat16(learned);
  kernels.lut_loss(losses, from, codes, tables, scale, offset, a, count, n, k, groupSize);
  return {
    codes: new Uint8Array(buffer, codes, count * n).slice(),
    tables: learned.slice(),
    scale: floats(scale, count * groups).slice(),
    offset: floats(offset, count * groups).slice(),
    losses: new Float64Array(buffer, losses, count).slice(),
  };
}

/**
 * Channels by way of an intelligent reflecting surface (IRS) as a problem with a Kronecker support.
 *
 * A mobile station of Q antennas sends pilots S (Q x T) once for each of K settings of the surface, whose L elements turn the phase by
 * theta_k (L numbers of size 1); a base station of R antennas receives Y_k = H_B diag(theta_k) H_M S + noise. Both channels are few
 * paths, b_q a_R(w_q) a_L(s_q)* from the surface and c_p a_L(p_p) a_Q(m_p)* to it, with steering vectors of uniform arrays,
 * a_N(u)_n = exp(i pi n u) for a direction u = sin(angle) from -1 to 1. Row r and column t of Y_k then are
 *
 *   sum_qp b_q c_p  a_R(w_q)_r  [theta_k' (conj(a_L(s_q)) . a_L(p_p))]  [S' conj(a_Q(m_p))]_t,
 *
 * and conj(a(s)) . a(p) = a(p - s), again a steering vector, where differences that are 2 apart are the same. On grids of
 * directions, and of differences for the surface, the numbers of all Y_k, by r, then k, then t, so are
 *
 *   y = (A_R (x) Theta' A_L (x) S' conj(A_Q)) x + noise,   Theta = (theta_1 ... theta_K),
 *
 * and x has b_q c_p at (w_q, p_p - s_q, m_p): its support lies in a product of three small sets. Of a planar array, and of its grid,
 * everything is the Kronecker product of what it is along the two axes.
 *
 * The scheme is that of He and Joseph (arXiv:2307.14719), section on IRS-aided MIMO; the derivation, the grids (uniform in u), random
 * phases and pilots of four phases, and the scaling of columns are ours.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Random } from "../../../arrays/random.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkNumber, checkOptions, checkSame, checkSize, describe } from "../../../core/check.ts";
import { root } from "../../../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import type { Engine } from "../../../kernels/engine.ts";
import { gemm, scaleMatrix } from "../../../kernels/dense.ts";
import type { SplitMatrix, SplitVector } from "./split.ts";

/** A uniform array of antennas or reflecting elements: on a line, or along two axes. */
export interface IrsArray {
  /** Half a wavelength apart, along each axis. */
  readonly elements: readonly number[];
  /** Directions looked at along each axis: direction g of G is 2g/G, less 2 where that is 1 or more. */
  readonly grid: readonly number[];
}

/** Three stations and how often they measure. */
export interface IrsMimoOptions {
  readonly base: IrsArray;
  readonly surface: IrsArray;
  readonly mobile: IrsArray;
  /** K: settings of the surface. */
  readonly patterns: number;
  /** T: pilots sent for each of them. */
  readonly pilots: number;
}

/** A path, by places on the grids. */
export interface IrsPath {
  /** At the station: departure from the mobile, or arrival at the base. */
  readonly station: number;
  /** At the surface: arrival from the mobile, or departure to the base. */
  readonly surface: number;
  /** Its complex gain. */
  readonly gain: readonly [re: number, im: number];
}

/** A problem for `kroSBL`. */
export interface IrsMimoModel {
  /** A_R, Theta' A_L and S' conj(A_Q), each scaled so that columns have norm 1 on average. */
  readonly factors: readonly [base: SplitMatrix, surface: SplitMatrix, mobile: SplitMatrix];
  /** x of a channel of these paths, y being measured in such units that the scaling is made good; new vectors. */
  channel(fromMobile: readonly IrsPath[], toBase: readonly IrsPath[]): SplitVector;
}

/**
 * The factors of a model with drawn settings and pilots, in f64. Reserves them, and as much as the largest grid of steering vectors
 * takes twice while it works.
 * @throws ShapeError for arrays without one or two axes, or with other axes than their grid; ArgumentRangeError; ArgumentTypeError
 */
export function irsMimoModel(random: Random, options: IrsMimoOptions): IrsMimoModel {
  if (!(random instanceof Random)) throw new ArgumentTypeError("random", "a Random", describe(random));
  checkOptions("options", options);
  const { base, surface, mobile, patterns, pilots } = options;
  for (const [name, array] of Object.entries({ base, surface, mobile })) checkArray(name, array);
  checkSize("patterns", patterns, 1);
  checkSize("pilots", pilots, 1);
  const drawn = random.uniform(0);
  const { engine } = drawn;
  drawn.dispose();
  const scales = [count(base.elements), patterns * count(surface.elements), pilots * count(mobile.elements)] as const;
  const factors = engine.memory.scope((): IrsMimoModel["factors"] => {
    const settings = turns(random, engine, patterns, count(surface.elements));
    const sent = turns(random, engine, pilots, count(mobile.elements));
    return [
      scaled(steering(engine, base, 1), scales[0]),
      scaled(times(settings, steering(engine, surface, 1)), scales[1]),
      scaled(times(sent, steering(engine, mobile, -1)), scales[2]),
    ];
  });
  return {
    factors,
    channel(fromMobile, toBase) {
      checkPaths("fromMobile", fromMobile, mobile, surface);
      checkPaths("toBase", toBase, base, surface);
      const sizes = [base, surface, mobile].map(({ grid }) => count(grid));
      return engine.memory.scope(() => {
        const [re, im] = [0, 1].map(() => Vector.zeros(engine, "f64", count(sizes))) as [Vector, Vector];
        const [x, y] = [re.data, im.data];
        for (const { station: w, surface: s, gain: b } of toBase)
          for (const { station: m, surface: p, gain: c } of fromMobile) {
            const at = (w * (sizes[1] as number) + difference(p, s, surface.grid)) * (sizes[2] as number) + m;
            x[at] = (x[at] as number) + b[0] * c[0] - b[1] * c[1];
            y[at] = (y[at] as number) + b[0] * c[1] + b[1] * c[0];
          }
        return { re, im };
      });
    },
  };
}

const count = (sizes: readonly number[]): number => sizes.reduce((all, n) => all * n, 1);

/** exp(sign i pi n u_g) = exp(sign 2 pi i n g / G) by element n and direction g, over all axes, the last one's index fastest. */
function steering(engine: Engine, { elements, grid }: IrsArray, sign: 1 | -1): SplitMatrix {
  const [rows, cols] = [count(elements), count(grid)];
  const out = { re: new Matrix(engine, "f64", rows, cols), im: new Matrix(engine, "f64", rows, cols) };
  const [re, im] = [out.re.data, out.im.data];
  for (let n = 0; n < rows; n++)
    for (let g = 0; g < cols; g++) {
      let [x, y, restN, restG] = [1, 0, n, g];
      for (let axis = grid.length - 1; axis >= 0; axis--) {
        const [N, G] = [elements[axis] as number, grid[axis] as number];
        const [c, s] = root((restN % N) * (restG % G), G); // turns backwards
        [x, y] = [x * c + sign * y * s, y * c - sign * x * s];
        [restN, restG] = [Math.floor(restN / N), Math.floor(restG / G)];
      }
      [re[n * cols + g], im[n * cols + g]] = [x, y];
    }
  return out;
}

/** rows x cols numbers drawn from 1, i, -1 and -i. */
function turns(random: Random, engine: Engine, rows: number, cols: number): SplitMatrix {
  const quarters = random.integers(rows * cols, 4);
  const of = (values: readonly number[]) =>
    Matrix.from(
      engine,
      "f64",
      rows,
      cols,
      Float64Array.from(quarters, (q) => values[q] as number),
    );
  return { re: of([1, 0, -1, 0]), im: of([0, 1, 0, -1]) };
}

/** A B */
function times(A: SplitMatrix, B: SplitMatrix): SplitMatrix {
  const { engine } = A.re;
  const product = (a: Matrix, b: Matrix, sign: number, c: Matrix, d: Matrix) => {
    const out = new Matrix(engine, "f64", A.re.rows, B.re.cols);
    gemm(out, a, b);
    gemm(out, c, d, { alpha: sign, beta: 1 });
    return out;
  };
  return { re: product(A.re, B.re, -1, A.im, B.im), im: product(A.re, B.im, 1, A.im, B.re) };
}

/** A / sqrt(square), in place. */
function scaled(A: SplitMatrix, square: number): SplitMatrix {
  for (const part of [A.re, A.im]) scaleMatrix(part, 1 / Math.sqrt(square));
  return A;
}

/** The place of direction p less direction s, along each axis by itself. */
function difference(p: number, s: number, grid: readonly number[]): number {
  let [at, step, restP, restS] = [0, 1, p, s];
  for (const G of grid.toReversed()) {
    at += step * (((restP % G) - (restS % G) + G) % G);
    step *= G;
    [restP, restS] = [Math.floor(restP / G), Math.floor(restS / G)];
  }
  return at;
}

function checkArray(name: string, array: unknown): asserts array is IrsArray {
  checkOptions(name, array);
  const { elements, grid } = array as Record<"elements" | "grid", unknown>;
  for (const [what, sizes] of Object.entries({ elements, grid })) {
    if (!Array.isArray(sizes)) throw new ArgumentTypeError(`${name}.${what}`, "an array of sizes", describe(sizes));
    for (const [k, n] of sizes.entries()) checkSize(`${name}.${what}[${k}]`, n, 1);
  }
  const axes = (elements as number[]).length;
  if (axes !== 1 && axes !== 2) throw new ShapeError(`${name}.elements`, "one axis or two", `${axes}`);
  checkSame(`${name}.grid`, "axes, as the elements:", axes, (grid as number[]).length);
}

function checkPaths(name: string, paths: unknown, station: IrsArray, surface: IrsArray): void {
  if (!Array.isArray(paths)) throw new ArgumentTypeError(name, "an array of paths", describe(paths));
  for (const [k, path] of paths.entries()) {
    checkOptions(`${name}[${k}]`, path);
    const { gain } = path as IrsPath;
    for (const [what, { grid }] of Object.entries({ station, surface })) {
      const at: unknown = (path as Record<string, unknown>)[what];
      checkSize(`${name}[${k}].${what}`, at);
      if (at >= count(grid))
        throw new ArgumentRangeError(`${name}[${k}].${what}`, `a place below ${count(grid)}`, `${at}`);
    }
    if (!Array.isArray(gain)) throw new ArgumentTypeError(`${name}[${k}].gain`, "[re, im]", describe(gain));
    for (const part of [0, 1]) checkNumber(`${name}[${k}].gain[${part}]`, gain[part]);
  }
}

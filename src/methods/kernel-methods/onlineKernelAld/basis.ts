/**
 * A basis of points by approximate linear dependence: G = L L' is the Gram matrix of those kept. A point x with k = (k(s_j, x))_j has
 * the features phi = L^-1 k, is nearest to the combination beta = G^-1 k of them, and is off by k(x, x) - |phi|^2, squared.
 *
 * Engel, Mannor and Meir, "The Kernel Recursive Least-Squares Algorithm", IEEE Trans. Signal Process. 52 (2004) 2275-2285.
 * @module
 */
import { ArgumentRangeError } from "../../../core/errors.ts";
import type { Numbers } from "../../../core/types.ts";
import { checkPoint, forward, kernelOf, type OnlineOptions, roomFor } from "./stream.ts";

/** A point against the basis; the arrays are the basis's own, and last until the next test. */
export interface AldTest {
  /** k(s_j, x), `size` elements. */
  readonly k: Float64Array;
  /** L^-1 k */
  readonly phi: Float64Array;
  /** k(x, x) - |phi|^2, or 0 where that may be rounding alone. */
  readonly resid: number;
}

/** A growing basis: holds B^2 / 2 + B (d + 4) elements for B points outside linear memory. */
export class AldBasis {
  readonly #d: number;
  readonly #kernel: (x: Numbers, s: Float64Array, at: number) => number;
  #points = new Float64Array(64);
  /** The rows of L one behind the other, row i of i + 1 elements. */
  #L = new Float64Array(64);
  #k = new Float64Array(16);
  #phi = new Float64Array(16);
  #beta = new Float64Array(16);
  #tested: Float64Array | undefined;
  #resid = 0;
  #size = 0;

  /** A basis without points. */
  constructor(options: OnlineOptions) {
    const { d, kernel } = kernelOf(options);
    this.#d = d;
    this.#kernel = kernel;
  }

  /** Points in it. */
  get size(): number {
    return this.#size;
  }

  /** The points, one behind the other. */
  get points(): Float64Array {
    return this.#points.slice(0, this.#size * this.#d);
  }

  /** Looks at x. A step costs B d + B^2 / 2 multiplications. */
  test(x: Numbers): AldTest {
    const phi = this.features(x);
    const B = this.#size;
    let rest = 1;
    for (let i = 0; i < B; i++) rest -= (phi[i] as number) ** 2;
    this.#resid = rest > (B + 4) * Number.EPSILON ? rest : 0;
    this.#tested = Float64Array.from(x);
    return { k: this.#k.subarray(0, B), phi: phi.subarray(0, B), resid: this.#resid };
  }

  /** k(s_j, x) for each point; only the first `size` elements count. */
  row(x: Numbers): Float64Array {
    checkPoint(x, this.#d);
    for (let j = 0; j < this.#size; j++) this.#k[j] = this.#kernel(x, this.#points, j * this.#d);
    return this.#k;
  }

  /** L^-1 k; only the first `size` elements count. */
  features(x: Numbers): Float64Array {
    this.#phi.set(this.row(x).subarray(0, this.#size));
    forward(this.#L, this.#phi, this.#size);
    return this.#phi;
  }

  /** beta = L'^-1 phi = G^-1 k, of the point tested last. */
  combination(): Float64Array {
    const [L, beta, B] = [this.#L, this.#beta, this.#size];
    beta.set(this.#phi.subarray(0, B));
    for (let i = B - 1; i >= 0; i--) {
      const row = (i * (i + 1)) / 2;
      const v = (beta[i] as number) / (L[row + i] as number);
      beta[i] = v;
      for (let j = 0; j < i; j++) beta[j] = (beta[j] as number) - (L[row + j] as number) * v;
    }
    return beta.subarray(0, B);
  }

  /**
   * The point tested last joins.
   * @throws ArgumentRangeError where it is, but for rounding, a combination of those there are
   */
  append(): void {
    const [B, d, x] = [this.#size, this.#d, this.#tested];
    if (!x) throw new ArgumentRangeError("x", "a point tested before it joins", "none");
    if (this.#resid === 0)
      throw new ArgumentRangeError("x", "a point that others do not make up for, or a larger alpha", "resid 0");
    this.#points = roomFor(this.#points, (B + 1) * d);
    this.#points.set(x, B * d);
    const row = (B * (B + 1)) / 2;
    this.#L = roomFor(this.#L, row + B + 1);
    this.#L.set(this.#phi.subarray(0, B), row);
    this.#L[row + B] = Math.sqrt(this.#resid);
    this.#size++;
    this.#widen();
  }

  /** The point x joins without a look at it: from here on only `row` is of use. @internal */
  keep(x: Numbers): void {
    this.#points = roomFor(this.#points, (this.#size + 1) * this.#d);
    this.#points.set(x, this.#size * this.#d);
    this.#size++;
    this.#widen();
  }

  #widen(): void {
    this.#tested = undefined;
    this.#k = roomFor(this.#k, this.#size);
    this.#phi = roomFor(this.#phi, this.#size);
    this.#beta = roomFor(this.#beta, this.#size);
  }
}

/**
 * Gradient projection for f(T) = -log det T + tr(T (S - L)): T = P(T - eta (S - L - T^-1)), where |T_ij| = -T_ij. The length eta
 * starts from Barzilai and Borwein's (IMA J. Numer. Anal. 8 (1988) 141-148) and is halved until T is positive definite and
 * f is at most its quadratic model there.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { log } from "../../../core/elementary.ts";
import { NotPositiveDefiniteError } from "../../../core/errors.ts";
import { epsOf } from "../../../core/types.ts";
import { syrk, trsm } from "../../../kernels/dense.ts";
import { choleskyInPlace } from "../../../kernels/factor.ts";
import { combine, copyArray, inner, norm2 } from "../../../kernels/flat.ts";
import { clamp } from "../../../kernels/maps.ts";
import { mirror } from "../../../kernels/spectral.ts";
import { DominantProjection } from "./project.ts";

/** The problem of one stage after the other. */
export class GradientProjection {
  /** p x p, the caller's. */
  readonly Theta: Matrix;
  readonly #S: Matrix;
  readonly #rows: DominantProjection | undefined;
  readonly #own: Matrix[] = [];
  /** S - L, the gradient, the point tried, the step to it, a factor, and its inverse. */
  readonly #slope: Matrix;
  readonly #gradient: Matrix;
  readonly #trial: Matrix;
  readonly #step: Matrix;
  readonly #factor: Matrix;
  readonly #inverse: Matrix;
  #value = 0;
  #eta = 1;

  constructor(S: Matrix, constraint: "m" | "ddm") {
    const { engine, type, rows: p } = S;
    this.#S = S;
    this.#rows = constraint === "ddm" ? new DominantProjection(p) : undefined;
    const reserve = () => {
      const A = Matrix.zeros(engine, type, p, p);
      this.#own.push(A);
      return A;
    };
    try {
      this.#slope = reserve();
      this.#gradient = reserve();
      this.#trial = reserve();
      this.#step = reserve();
      this.#factor = reserve();
      this.#inverse = reserve();
      this.Theta = Matrix.zeros(engine, type, p, p);
    } catch (error) {
      this.dispose();
      throw error;
    }
    const [to, from] = [this.Theta.data, S.data];
    let least = Infinity;
    for (let i = 0; i < p; i++) {
      to[i * (p + 1)] = 1 / (from[i * (p + 1)] as number);
      least = Math.min(least, to[i * (p + 1)] as number);
    }
    // About the inverse of the curvature of -log det at the start.
    this.#eta = p > 0 ? least * least : 1;
  }

  /** New weights L_ij = weight(|T_ij|) off the diagonal. */
  weigh(weight: (size: number) => number): void {
    const { rows: p, data } = this.Theta;
    const [to, from] = [this.#slope.data, this.#S.data];
    for (let i = 0; i < p; i++)
      for (let j = 0; j < p; j++) {
        const q = i * p + j;
        to[q] = (from[q] as number) - (i === j ? 0 : weight(Math.abs(data[q] as number)));
      }
    mirror(this.#slope);
    this.#value = this.#valueAt(this.Theta) as number;
    this.#toGradient();
  }

  /** One accepted step; where none can be, T stays and the change is 0. */
  step(): { change: number; objective: number } {
    const T = this.Theta;
    const [trial, step, gradient] = [this.#trial, this.#step, this.#gradient];
    const slack = 4 * epsOf[T.type] * (Math.abs(this.#value) + T.rows);
    for (let halvings = 0; halvings < 60; halvings++, this.#eta /= 2) {
      this.#project();
      combine(step, trial, T, 1, -1);
      const length = norm2(step);
      if (length === 0) break;
      const value = this.#valueAt(trial);
      if (value === undefined) continue;
      const along = inner(gradient, step);
      if (!(value <= this.#value + along + length ** 2 / (2 * this.#eta) + slack)) continue;
      const change = length / norm2(T);
      copyArray(T, trial);
      this.#value = value;
      this.#toGradient();
      const curvature = inner(gradient, step) - along;
      this.#eta = curvature > 0 ? length ** 2 / curvature : 2 * this.#eta;
      return { change, objective: value };
    }
    return { change: 0, objective: this.#value };
  }

  /** Gives back all but Theta. */
  dispose(): void {
    for (const A of this.#own) A.dispose();
  }

  /** trial = P(T - eta gradient) */
  #project(): void {
    const { rows: p } = this.Theta;
    combine(this.#trial, this.Theta, this.#gradient, 1, -this.#eta);
    const { data } = this.#trial;
    if (this.#rows) {
      data.set(this.#rows.project(data, 1e-13, 1000));
      return;
    }
    const [from, by] = [this.Theta.data, this.#gradient.data];
    clamp(this.#trial, this.#trial, -Infinity, 0);
    for (let q = 0; q < data.length; q += p + 1) data[q] = (from[q] as number) - this.#eta * (by[q] as number);
  }

  /** f at A, whose factor stays behind; undefined where A is not positive definite. */
  #valueAt(A: Matrix): number | undefined {
    const L = this.#factor;
    copyArray(L, A);
    try {
      choleskyInPlace(L);
    } catch (error) {
      if (error instanceof NotPositiveDefiniteError) return undefined;
      throw error;
    }
    const { data, rows } = L;
    let logs = 0;
    for (let q = 0; q < data.length; q += rows + 1) logs += log(data[q] as number);
    return inner(A, this.#slope) - 2 * logs;
  }

  /** S - L - T^-1, by the factor of T that was left. */
  #toGradient(): void {
    const { data, rows } = this.#inverse;
    data.fill(0);
    for (let q = 0; q < data.length; q += rows + 1) data[q] = 1;
    trsm(this.#inverse, this.#factor);
    syrk(this.#gradient, this.#inverse, { transpose: true });
    mirror(this.#gradient);
    combine(this.#gradient, this.#slope, this.#gradient, 1, -1);
  }
}

/**
 * A panel: l1 problems on the same X, one a lane, and all the memory that solving them takes.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import { log } from "../../core/elementary.ts";
import { epsOf } from "../../core/types.ts";
import {
  BLOCK,
  type Columns,
  type LaneModel,
  laneCurve,
  laneLoss,
  laneMargins,
  type Loss,
} from "../../kernels/klane.ts";

/** What the lanes of a panel are fitted to. */
export interface LaneData {
  /** X by columns: p x n, dense or in compressed rows. */
  readonly columns: Columns;
  readonly loss: Loss;
  /** n x lanes, `panelWidths` lanes: what is told; 1 and -1 for "logistic". The panel takes it over. */
  readonly Y: Matrix;
  /** n x lanes: weights of the loss, >= 0; a lane that is not used has zeros. The panel takes it over. */
  readonly S: Matrix;
  /** Whether each lane has a constant, which is not penalised. */
  readonly intercept: boolean;
}

/** Largest step of an intercept of the logistic loss: Newton's method contracts from within it. */
const FAR = 1;

/** The state of the lanes: coefficients, intercepts, margins and the loss there. */
export class LanePanel {
  /** X by columns. */
  readonly columns: Columns;
  /** What tells the margins from the data. */
  readonly loss: Loss;
  /** Whether each lane has a constant. */
  readonly intercept: boolean;
  /** Lanes. */
  readonly width: number;
  /** The model of coordinate descent, as the kernels have it. */
  readonly model: LaneModel & { readonly Z: Matrix; readonly U: Matrix; readonly block: Matrix; readonly Q: Matrix };
  /** p rows: the coefficients an iteration starts from. */
  readonly Z0: Matrix;
  /** p rows: the squared norms of the columns under the weights, centred where there is an intercept. */
  readonly norms: Float64Array;
  /** Sums of loss, gradient, curvature and conjugate, one row each. */
  readonly sums: Matrix;
  /** Two rows: how much of U a step takes, and what is added to all margins. */
  readonly move: Matrix;
  /** The constants. */
  readonly intercepts: Float64Array;
  /** The loss at coefficients 0, less its least value for these data: what gaps are relative to. */
  readonly scales: Float64Array;
  /** Whether sweeps over X were too many in the last step. */
  stiff = false;
  readonly #arrays: Matrix[];
  readonly #Y: Matrix;
  readonly #S: Matrix;
  readonly #G: Matrix;
  #F: Matrix;
  #next: Matrix;

  constructor({ columns, loss, Y, S, intercept }: LaneData) {
    const { engine, type, rows: p, cols: n } = columns;
    this.columns = columns;
    this.loss = loss;
    this.intercept = intercept;
    this.width = Y.cols;
    this.intercepts = new Float64Array(Y.cols);
    const arrays = [Y, S];
    this.#arrays = arrays;
    [this.#Y, this.#S] = [Y, S];
    try {
      const make = (rows: number): Matrix => {
        const made = Matrix.zeros(engine, type, rows, Y.cols);
        arrays.push(made);
        return made;
      };
      const W = make(n);
      [this.#G, this.#F, this.#next] = [make(n), make(n), make(n)];
      [this.sums, this.move, this.Z0] = [make(4), make(2), make(p)];
      this.model = { Z: make(p), U: make(n), block: make(BLOCK.rows), W, Q: make(p), H: make(p), M: make(p) };
      this.norms = this.#columnNorms();
      this.refresh();
      this.polish(epsOf[type]);
      this.scales = this.#nullLoss();
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** The loss at the margins, as its kernel takes it. */
  get at() {
    const { loss, sums, model } = this;
    return { loss, F: this.#F, G: this.#G, W: model.W, Y: this.#Y, S: this.#S, sums };
  }

  /** Row `row` of the block of lane numbers. */
  row(row: number): Float32Array | Float64Array {
    return this.model.block.data.subarray(row * this.width, (row + 1) * this.width);
  }

  /** The margins and the loss there, from Z and the intercepts. */
  refresh(): void {
    const { model, Z0, columns, width } = this;
    Z0.data.fill(0);
    laneMargins(
      model,
      Z0,
      columns,
      Uint32Array.from({ length: columns.rows }, (_, j) => j),
    );
    this.#next.data.fill(0);
    this.move.data.set([...new Array<number>(width).fill(1), ...this.intercepts]);
    laneLoss(this.at, this.#next, model.U, this.move);
  }

  /** The loss at margins + t*U + c, which become those of the panel with `accept`. */
  attempt(t: ArrayLike<number>, c: ArrayLike<number>): void {
    this.move.data.set(t);
    this.move.data.set(c, this.width);
    laneLoss({ ...this.at, F: this.#next }, this.#F, this.model.U, this.move);
  }

  /** Takes the margins of the last attempt. */
  accept(): void {
    [this.#F, this.#next] = [this.#next, this.#F];
  }

  /** Brings the intercepts to their best, to within `accuracy`, the coefficients as they are. */
  polish(accuracy: number): void {
    if (!this.intercept) return;
    const { width, intercepts, move, sums } = this;
    for (let round = 0; round < 60; round++) {
      const [slopes, curves] = [sums.data.subarray(width, 2 * width), sums.data.subarray(2 * width, 3 * width)];
      move.data.fill(0);
      let far = false;
      for (let k = 0; k < width; k++) {
        const [slope, curve] = [slopes[k] as number, curves[k] as number];
        const shift = curve > 0 ? this.#shift(slope, curve) : 0;
        if (!(Math.abs(shift) > accuracy * (1 + Math.abs(intercepts[k] as number)))) continue;
        far = true;
        move.data[width + k] = shift;
        (intercepts[k] as number) += shift;
      }
      if (!far) return;
      laneLoss(this.at, this.#F, this.#F, move);
    }
  }

  #shift(slope: number, curve: number): number {
    if (this.loss === "poisson") return log((curve - slope) / curve);
    const step = -slope / curve;
    return this.loss === "logistic" ? Math.max(-FAR, Math.min(FAR, step)) : step;
  }

  /** 1 / sum_i w_i of each lane at the curvatures w, or 0 where there is no intercept to follow. */
  inverses(curves: ArrayLike<number>): number[] {
    return Array.from(curves, (curve) => (this.intercept && curve > 0 ? 1 / curve : 0));
  }

  /** The squared norms of the columns of X under the weights of the loss. */
  #columnNorms(): Float64Array {
    const { model, columns, width } = this;
    const sums = new Array<number>(width).fill(0);
    const weights = this.#S.data;
    for (let i = 0; i < weights.length; i++) (sums[i % width] as number) += weights[i] as number;
    (model.W as Matrix).data.set(weights);
    this.row(BLOCK.inverse).set(this.inverses(sums));
    laneCurve(
      model,
      columns,
      Uint32Array.from({ length: columns.rows }, (_, j) => j),
    );
    return Float64Array.from((model.H as Matrix).data);
  }

  /** The loss now less the least that these data allow, or, where that is nothing, the size of the loss. */
  #nullLoss(): Float64Array {
    const [y, s] = [this.#Y.data, this.#S.data];
    const least = new Float64Array(this.width);
    const size = new Float64Array(this.width);
    for (let i = 0; i < y.length; i++) {
      const [k, told, weight] = [i % this.width, y[i] as number, s[i] as number];
      if (this.loss === "poisson") (least[k] as number) += weight * (told > 0 ? told - told * log(told) : 0);
      (size[k] as number) += weight * (this.loss === "squared" ? (told * told) / 2 : 1);
    }
    return Float64Array.from(this.sums.data.subarray(0, this.width), (loss, k) =>
      Math.max(loss - (least[k] as number), epsOf[this.columns.type] * (size[k] as number)),
    );
  }

  /** Gives the memory back. X stays. */
  dispose(): void {
    for (const array of this.#arrays) array.dispose();
  }
}

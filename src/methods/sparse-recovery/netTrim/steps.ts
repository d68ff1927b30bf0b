/**
 * The splitting of Net-Trim. With W1 = W3'X, W2 = W3 and the multipliers U1, U2 only T = W1 + U1 and H = W2 + U2 are held:
 *
 *     W3 = (X X' + I)^-1 (X T' + H),   T += P(2 W3'X - T) - W3'X,   H += soft(2 W3 - H, 1/rho) - W3
 *
 * with P the projection on the constraints, all in the units of c0 = 0.3 sqrt(max X X').
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkChoice, checkFinite, checkNumber, checkOptions, checkPositive } from "../../../core/check.ts";
import { ArgumentRangeError } from "../../../core/errors.ts";
import type { State } from "../../../core/run.ts";
import { gemm, scaleMatrix, syrk, trsm } from "../../../kernels/dense.ts";
import { choleskyInPlace } from "../../../kernels/factor.ts";
import { combine, copyArray, norm2 } from "../../../kernels/flat.ts";
import { splitBall, splitL1 } from "../../../kernels/split.ts";
import { checkMatrix, checkVector } from "../../../kernels/storage.ts";
import { checkFiniteMatrix } from "../common/finite.ts";

/** What to keep of the answers. */
export interface NetTrimOptions {
  /** The distance in the Frobenius norm that the answers may move. Default epsilonRel ||Y||_F. */
  epsilon?: number;
  /** Default 0.05. */
  epsilonRel?: number;
  /** What W'X may be at most where Y is 0: a number, one for each of the M rows, or M x P. Default 0. */
  V?: number | Vector | Matrix;
  /** The weight of the splitting. It changes the path, not the solution. Default 10. */
  rho?: number;
  /** "relu" (default); with "linear" all of Y is an answer and V is not used. */
  activation?: "relu" | "linear";
}

/** One step. */
export interface NetTrimState extends State {
  /** The weights now, N x M with exact zeros; the same matrix in every state, and the caller's to dispose. */
  readonly W: Matrix;
  /** ||W3 - the W3 before||_F / (M N). */
  readonly residual: number;
}

/** An answer counts as positive above this. */
const POSITIVE = 1e-6;

/** The arrays of one layer's problem. @internal */
export class Trim {
  /** N x M, the caller's. */
  readonly W: Matrix;
  /** The radius, in the units of Y. */
  readonly epsilon: number;
  /** No answer is positive and no bound below 0: W = 0. */
  readonly degenerate: boolean;
  /** M x P: 1 where Y is an answer. */
  readonly answers: Matrix;
  /** Y where it is an answer, else V, over c0. */
  readonly #targets: Matrix;
  readonly #c0: number;
  readonly #tau: number;
  readonly #own: Matrix[] = [];
  readonly #X: Matrix;
  /** L with L L' = X X' / c0^2 + I. */
  readonly #L: Matrix;
  readonly #T: Matrix;
  readonly #H: Matrix;
  /** W3'X, and W3 with the one before. */
  readonly #Q: Matrix;
  #now: Matrix;
  #last: Matrix;

  constructor(X: Matrix, Y: Matrix, options: NetTrimOptions) {
    checkOptions("options", options);
    checkFiniteMatrix("X", X);
    checkFiniteMatrix("Y", Y);
    checkMatrix("Y", Y, X, Y.rows, X.cols);
    const { epsilonRel = 0.05, V = 0, rho = 10, activation = "relu" } = options;
    checkPositive("epsilonRel", epsilonRel);
    if (options.epsilon !== undefined) checkPositive("epsilon", options.epsilon);
    checkPositive("rho", rho);
    checkChoice("activation", activation, ["relu", "linear"]);
    checkBounds(V, Y);
    const [N, P, M] = [X.rows, X.cols, Y.rows];
    const { engine, type } = X;
    this.#X = X;
    this.#tau = 1 / rho;
    this.epsilon = options.epsilon ?? epsilonRel * norm2(Y);
    const reserve = (rows: number, cols: number, keep = true) => {
      const A = Matrix.zeros(engine, type, rows, cols);
      if (keep) this.#own.push(A);
      return A;
    };
    try {
      this.#L = reserve(N, N);
      syrk(this.#L, X);
      let top = 0;
      for (let i = 0; i < N; i++) top = Math.max(top, this.#L.data[i * (N + 1)] as number);
      if (top === 0) throw new ArgumentRangeError("X", "a matrix that is not all zeros", "zeros");
      if (!Number.isFinite(top)) throw new ArgumentRangeError("X", `squares within ${type}`, "larger numbers");
      this.#c0 = 0.3 * Math.sqrt(top);
      scaleMatrix(this.#L, 1 / this.#c0 ** 2);
      const { data } = this.#L;
      for (let i = 0; i < N; i++) (data[i * (N + 1)] as number) += 1;
      choleskyInPlace(this.#L);
      [this.answers, this.#targets, this.#T, this.#Q] = [
        reserve(M, P),
        reserve(M, P),
        reserve(M, P),
        reserve(M, P),
      ] as const;
      [this.#H, this.#now, this.#last] = [reserve(N, M), reserve(N, M), reserve(N, M)] as const;
      const bounds = boundsOf(V, Y);
      const [y, marks, to] = [Y.data, this.answers.data, this.#targets.data];
      let [some, least] = [false, 0];
      for (let p = 0; p < y.length; p++) {
        const answer = activation === "linear" || (y[p] as number) > POSITIVE;
        const bound = bounds(p);
        marks[p] = answer ? 1 : 0;
        to[p] = (answer ? (y[p] as number) : bound) / this.#c0;
        some ||= answer && y[p] !== 0;
        if (!answer) least = Math.min(least, bound);
      }
      this.degenerate = !some && least >= 0;
      this.W = reserve(N, M, false);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** The bound of each element of W'X that is no answer, until memory grows. */
  readonly bounds = (): ((p: number) => number) => {
    const { data } = this.#targets;
    return (p) => (data[p] as number) * this.#c0;
  };

  /** Steps without end. Nothing is reserved. */
  *steps(): Generator<NetTrimState, void> {
    const size = Math.max(1, this.W.rows * this.W.cols);
    this.#split();
    for (;;) {
      this.#solve();
      yield { W: this.W, residual: this.#split() / size };
    }
  }

  /** After the last step: the multipliers, of which X dual' = subgradient. */
  certificate(): { dual: Matrix; subgradient: Matrix } {
    const scale = 1 / this.#tau;
    return this.W.engine.memory.scope(() => {
      this.#solve();
      gemm(this.#Q, this.#now, this.#X, { transposeA: true, alpha: 1 / this.#c0 });
      const [dual, subgradient] = [this.#T.clone(), this.#H.clone()];
      combine(dual, this.#T, this.#Q, scale / this.#c0, -scale / this.#c0);
      combine(subgradient, this.#now, this.#H, scale, -scale);
      return { dual, subgradient };
    });
  }

  /** Gives back all but W. */
  dispose(): void {
    for (const A of this.#own) A.dispose();
  }

  /** W3 from T and H. */
  #solve(): void {
    [this.#now, this.#last] = [this.#last, this.#now];
    copyArray(this.#now, this.#H);
    gemm(this.#now, this.#X, this.#T, { transposeB: true, alpha: 1 / this.#c0, beta: 1 });
    trsm(this.#now, this.#L);
    trsm(this.#now, this.#L, { transpose: true });
  }

  /** W1, W2 and the multipliers from W3. Returns how far W3 has moved. */
  #split(): number {
    gemm(this.#Q, this.#now, this.#X, { transposeA: true, alpha: 1 / this.#c0 });
    splitBall(this.#T, this.#Q, this.#targets, this.answers, this.epsilon / this.#c0);
    return splitL1(this.W, this.#H, this.#now, this.#last, this.#tau);
  }
}

/**
 * Steps Net-Trim for a layer; see `netTrimLayer`, which runs them. Reserves all of it at the first step.
 * @throws as netTrimLayer
 */
export function* netTrimSteps(X: Matrix, Y: Matrix, options: NetTrimOptions = {}): Generator<NetTrimState, void> {
  const trim = new Trim(X, Y, options);
  try {
    yield* trim.steps();
  } catch (error) {
    trim.W.dispose();
    throw error;
  } finally {
    trim.dispose();
  }
}

/** A number, one for each row of Y, or one for each element. */
function checkBounds(V: unknown, Y: Matrix): asserts V is number | Vector | Matrix {
  if (!(V instanceof Matrix || V instanceof Vector)) return checkNumber("V", V);
  if (V instanceof Matrix) checkMatrix("V", V, Y, Y.rows, Y.cols);
  else checkVector("V", V, Y, Y.rows);
  checkFinite("V", V.data);
}

/** V as a function of the place in Y, until memory grows. */
function boundsOf(V: number | Vector | Matrix, { cols }: Matrix): (p: number) => number {
  if (typeof V === "number") return () => V;
  const { data } = V;
  return V instanceof Matrix ? (p) => data[p] as number : (p) => data[Math.floor(p / cols)] as number;
}

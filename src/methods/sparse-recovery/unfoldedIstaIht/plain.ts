import { Matrix } from "../../../arrays/matrix.ts";
import { checkNonNegative, checkOptions, checkSize } from "../../../core/check.ts";
import { gemm } from "../../../kernels/dense.ts";
import { combine, copyArray } from "../../../kernels/flat.ts";
import { stepL0, stepL1 } from "../../../kernels/split.ts";
import { checkMatrix } from "../../../kernels/storage.ts";
import { checkFiniteMatrix } from "../common/finite.ts";
import { squaredNorm } from "./network.ts";

/** The penalty's weight and how many steps. */
export interface PlainOptions {
  /** The weight of the penalty. */
  lambda: number;
  /** Steps of length 1 / ||A||_2^2 from 0. */
  iterations: number;
}

/** ISTA on all columns of Y (m x B) at once: n x B, new. Reserves 2nB + mB elements while it works. */
export const ista = (A: Matrix, Y: Matrix, options: PlainOptions): Matrix => descend(A, Y, options, stepL1, false);

/** As `ista`, with Nesterov's momentum (Beck and Teboulle). Reserves nB more. */
export const fista = (A: Matrix, Y: Matrix, options: PlainOptions): Matrix => descend(A, Y, options, stepL1, true);

/** As `ista`, for the number of elements that are not 0 (Blumensath and Davies). */
export const iht = (A: Matrix, Y: Matrix, options: PlainOptions): Matrix => descend(A, Y, options, stepL0, false);

function descend(A: Matrix, Y: Matrix, options: PlainOptions, step: typeof stepL1, momentum: boolean): Matrix {
  checkFiniteMatrix("A", A);
  checkFiniteMatrix("Y", Y);
  checkMatrix("Y", Y, A, A.rows, Y.cols);
  checkOptions("options", options);
  const { lambda, iterations } = options;
  checkNonNegative("lambda", lambda);
  checkSize("iterations", iterations);
  const { engine, type } = A;
  return engine.memory.scope(() => {
    const a = 1 / squaredNorm(A);
    const tau = step === stepL1 ? a * lambda : Math.sqrt(2 * a * lambda);
    const make = () => Matrix.zeros(engine, type, A.cols, Y.cols);
    const [X, G, R] = [make(), make(), Y.clone()];
    const Z = momentum ? make() : X;
    let t = 1;
    for (let k = 0; k < iterations; k++) {
      copyArray(R, Y);
      gemm(R, A, Z, { beta: -1 });
      gemm(G, A, R, { transposeA: true });
      if (!momentum) {
        step(X, X, G, a, tau);
        continue;
      }
      step(G, Z, G, a, tau);
      const next = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
      combine(Z, G, X, 1 + (t - 1) / next, -(t - 1) / next);
      copyArray(X, G);
      t = next;
    }
    return X;
  });
}

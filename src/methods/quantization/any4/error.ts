import type { Matrix } from "../../../arrays/matrix.ts";
import type { LutMatrix } from "../../../arrays/lut.ts";
import { LutMatrix as Lut } from "../../../arrays/lut.ts";
import { describe } from "../../../core/check.ts";
import { ArgumentTypeError } from "../../../core/errors.ts";
import type { Numbers } from "../../../core/types.ts";
import { checkMatrix } from "../../../kernels/storage.ts";
import { weightsBeside } from "./parts.ts";
import { checkWeights } from "../common/weights.ts";

/**
 * How far each row of W is from what Q stands for: sum_j a_j (w_ij - q_ij)^2, in f64. Reserves a matrix as W while it works.
 *
 * @param sampleWeight  a, as many as there are columns; 1 by default
 */
export function weightError(W: Matrix, Q: LutMatrix, sampleWeight?: Numbers): Float64Array<ArrayBuffer> {
  checkWeights("W", W);
  if (!(Q instanceof Lut)) throw new ArgumentTypeError("Q", "a LutMatrix", describe(Q));
  return W.engine.memory.scope(() => {
    const weights = sampleWeight === undefined ? undefined : weightsBeside(W, sampleWeight).data;
    const dense = Q.toDense();
    checkMatrix("Q", dense, W, W.rows, W.cols);
    const [w, q, n] = [W.data, dense.data, W.cols];
    return Float64Array.from({ length: W.rows }, (_, i) => {
      let total = 0;
      for (let j = 0; j < n; j++) {
        const d = (w[i * n + j] as number) - (q[i * n + j] as number);
        total += d * d * (weights === undefined ? 1 : (weights[j] as number));
      }
      return total;
    });
  });
}

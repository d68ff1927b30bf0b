import { Matrix } from "../../../arrays/matrix.ts";
import { checkBoolean, checkOptions, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ShapeError } from "../../../core/errors.ts";
import { syrk } from "../../../kernels/dense.ts";
import { mirror } from "../../../kernels/spectral.ts";
import { filled } from "../../../kernels/storage.ts";
import { eigh } from "../../../linalg/eigh.ts";
import { checkFiniteMatrix } from "../common/finite.ts";

/**
 * X'X / n for the n rows of X (n x p), about 0, or with `center` about their mean. Reserves the result, with `center` X once more.
 * @throws ShapeError if X has no rows; ArgumentRangeError if it is not finite
 */
export function sampleCovariance(X: Matrix, options: { center?: boolean } = {}): Matrix {
  checkFiniteMatrix("X", X);
  checkOptions("options", options);
  const { center = false } = options;
  checkBoolean("center", center);
  const { engine, type, rows: n, cols: p } = X;
  if (n === 0) throw new ShapeError("X", "at least one row", "0");
  const S = new Matrix(engine, type, p, p);
  return filled(S, () =>
    engine.memory.scope(() => {
      const A = center ? X.clone() : X;
      if (center) {
        const { data } = A;
        for (let j = 0; j < p; j++) {
          let mean = 0;
          for (let i = 0; i < n; i++) mean += (data[i * p + j] as number) / n;
          for (let i = 0; i < n; i++) (data[i * p + j] as number) -= mean;
        }
      }
      syrk(S, A, { transpose: true, alpha: 1 / n });
      mirror(S);
    }),
  );
}

/** S is a covariance matrix; with `bounded`, one without a pair that lets the estimate grow without end. */
export function checkCovariance(S: unknown, bounded: boolean): asserts S is Matrix {
  checkFiniteMatrix("S", S);
  const { rows: p, cols, data, type } = S;
  if (p !== cols) throw new ShapeError("S", "a square matrix", `${p} x ${cols}`);
  const small = type === "f32" ? 1e-5 : 1e-10;
  let top = 0;
  for (let i = 0; i < p; i++) {
    const v = data[i * (p + 1)] as number;
    if (v <= 0) throw new ArgumentRangeError(`S[${i}][${i}]`, "a variance above 0", describe(v));
    top = Math.max(top, v);
  }
  for (let i = 0; i < p; i++)
    for (let j = 0; j < i; j++) {
      const [v, w] = [data[i * p + j] as number, data[j * p + i] as number];
      if (Math.abs(v - w) > small * top)
        throw new ArgumentRangeError(`S[${i}][${j}]`, `S[${j}][${i}] = ${w}`, describe(v));
      const most = Math.sqrt((data[i * (p + 1)] as number) * (data[j * (p + 1)] as number));
      if (bounded && v >= most * (1 - small))
        throw new ArgumentRangeError(
          `S[${i}][${j}]`,
          `below sqrt(S[${i}][${i}] S[${j}][${j}]) = ${most}, as without a penalty the problem is unbounded`,
          describe(v),
        );
    }
  const spectrum = eigh(S, { vectors: false });
  const least = (spectrum.values.data[0] as number | undefined) ?? 0;
  spectrum.dispose();
  if (least < -small * p * top)
    throw new ArgumentRangeError("S", "a positive semidefinite matrix", `eigenvalue ${least}`);
}

/**
 * An orthonormal basis from Cholesky factors of Gram matrices: nearly all of it products of matrices.
 *
 * Yamamoto, Nakatsukasa, Yanagisawa and Fukaya, "Roundoff Error Analysis of the CholeskyQR2 Algorithm", Electron. Trans.
 * Numer. Anal. 44 (2015) 306-326; Fukaya, Kannan, Nakatsukasa, Yamamoto and Yanagisawa, "Shifted Cholesky QR for Computing
 * the QR Factorization of Ill-Conditioned Matrices", SIAM J. Sci. Comput. 42 (2020) A477-A503.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { NotPositiveDefiniteError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { gemm, transpose } from "../kernels/dense.ts";
import { choleskyInPlace } from "../kernels/factor.ts";
import { divideByFactor, gram } from "../kernels/ortho.ts";

/** How far from the identity, in the Frobenius norm, the second Gram matrix may be. */
const NEAR = 0.25;

/**
 * A = Q*R, the condition number being at most about eps^-1/2, or with `shifted` about 1/eps. Undefined where it is more:
 * where a Gram matrix is not positive definite, the last but one not near the identity, or a column keeps at most `tolerance` of
 * its norm. Reserves mn + 3n^2 elements while it works.
 */
export function choleskyQr(A: Matrix, tolerance: number, shifted: boolean): { Q: Matrix; R: Matrix } | undefined {
  const { engine, type, rows: m, cols: n } = A;
  if (m < n) return undefined;
  return engine.memory.scope(() => {
    const Q = A.clone();
    const G = new Matrix(engine, type, n, n);
    let R: Matrix | undefined;
    const steps = shifted ? 3 : 2;
    for (let step = 0; step < steps; step++) {
      gram(G, Q);
      if (shifted && step === 0) shift(G, 5.5 * (m * n + n * (n + 1)) * epsOf[type]);
      if (step === steps - 1 && !(distance(G) < NEAR)) return undefined;
      try {
        choleskyInPlace(G);
      } catch (error) {
        if (error instanceof NotPositiveDefiniteError) return undefined;
        throw error;
      }
      divideByFactor(Q, G);
      const { data } = G;
      for (let i = 0; i < n; i++) data.fill(0, i * n + i + 1, (i + 1) * n);
      const next = new Matrix(engine, type, n, n);
      if (R) gemm(next, G, R, { transposeA: true });
      else transpose(next, G);
      R?.dispose();
      R = next;
    }
    return R && independent(R, tolerance) ? { Q, R } : undefined;
  });
}

/** G + s t I, t being the trace of G, which bounds its norm. */
function shift({ data, rows: n }: Matrix, s: number): void {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += data[i * (n + 1)] as number;
  for (let i = 0; i < n; i++) (data[i * (n + 1)] as number) += s * trace;
}

/** ||G - I||_F from the lower triangle of G. */
function distance({ data, rows: n }: Matrix): number {
  let total = 0;
  for (let i = 0; i < n; i++) {
    total += ((data[i * (n + 1)] as number) - 1) ** 2;
    for (let j = 0; j < i; j++) total += 2 * (data[i * n + j] as number) ** 2;
  }
  return Math.sqrt(total);
}

/** Every column of R has more than `tolerance` of its norm on the diagonal. */
function independent({ data, rows: n }: Matrix, tolerance: number): boolean {
  for (let j = 0; j < n; j++) {
    let squares = 0;
    for (let i = 0; i <= j; i++) squares += (data[i * n + j] as number) ** 2;
    if (!((data[j * (n + 1)] as number) > tolerance * Math.sqrt(squares))) return false;
  }
  return true;
}

/**
 * The x-step of ADMM for least squares, x = argmin 1/2 ||A x - b||^2 + rho/2 ||F x - v||^2, with one factor for each rho.
 *
 * Boyd, Parikh, Chu, Peleato and Eckstein, Foundations and Trends in Machine Learning 3 (2011) 1-122, sections 4.2.3 and 4.2.4.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import { Vector } from "../../arrays/vector.ts";
import { ArgumentRangeError } from "../../core/errors.ts";
import { solveCholesky } from "../../kernels/cholesky.ts";
import { syrk } from "../../kernels/dense.ts";
import { choleskyInPlace } from "../../kernels/factor.ts";
import { filled } from "../../kernels/storage.ts";
import { axpby, copy, nrm2 } from "../../kernels/vec.ts";
import { adjointBlock, applyBlock } from "../../operators/block.ts";
import { adjointOf, type LinearOperator } from "../../operators/linear.ts";

/** The x of a step; v may be spoilt. */
export type Solve = (x: Vector, v: Vector) => void;

/** A step with what it holds. */
export interface LeastSquaresStep {
  readonly solve: Solve;
  /** Makes the factor for this rho; before the first solve, and where rho changes. */
  readonly factor: (rho: number) => void;
  readonly dispose: () => void;
}

/**
 * Forms A'A + rho F'F; without F and with fewer rows than columns rho I + A A' (the lemma of Woodbury). Reserves 2k^2 elements, k = A.cols
 * or the smaller, k^2 more with F, and 2*A.cols + A.rows.
 * @throws ArgumentRangeError if a product is not finite
 */
export function leastSquaresStep(A: LinearOperator, b: Vector, F?: LinearOperator): LeastSquaresStep {
  const { engine, type, cols: n } = A;
  const held: { dispose(): void }[] = [];
  const hold = <S extends { dispose(): void }>(made: S): S => held[held.push(made) - 1] as S;
  const dispose = () => {
    for (const array of held) array.dispose();
  };
  try {
    const target = hold(new Vector(engine, type, n)); // A'b
    A.adjoint(target, b);
    if (!Number.isFinite(nrm2(target))) throw new ArgumentRangeError("b", "finite products with A", "others");
    const short = F === undefined && A.rows < n;
    const gram = hold(gramOf(A, short));
    const other = F && hold(gramOf(F, false));
    const L = hold(new Matrix(engine, type, gram.rows, gram.rows));
    const q = hold(new Vector(engine, type, n));
    const y = hold(new Vector(engine, type, A.rows));
    let weight = 0;
    const factor = (rho: number) => {
      weight = rho;
      const { data } = L;
      data.set(gram.data);
      if (other)
        for (let i = 0, more = other.data; i < data.length; i++) (data[i] as number) += rho * (more[i] as number);
      else for (let i = 0; i < data.length; i += L.rows + 1) (data[i] as number) += rho;
      choleskyInPlace(L);
    };
    const solve: Solve = (x, v) => {
      if (F) F.adjoint(q, v);
      else copy(q, v);
      axpby(q, target, q, 1, weight);
      if (!short) {
        copy(x, q);
        return solveCholesky(x, L, n);
      }
      A.apply(y, q);
      solveCholesky(y, L, A.rows);
      A.adjoint(x, y);
      axpby(x, q, x, 1 / weight, -1 / weight);
    };
    return { solve, factor, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** A'A, or A A' with `outer`, the lower triangle at least. */
function gramOf(A: LinearOperator, outer: boolean): Matrix {
  const { engine, type } = A;
  const n = outer ? A.rows : A.cols;
  if (A instanceof Matrix) {
    const G = new Matrix(engine, type, n, n);
    return filled(G, () => syrk(G, A, { transpose: !outer }));
  }
  const B = outer ? adjointOf(A) : A;
  return engine.memory.scope(() => {
    const I = Matrix.zeros(engine, type, n, n);
    for (let i = 0, { data } = I; i < n; i++) data[i * (n + 1)] = 1;
    return adjointBlock(B, applyBlock(B, I));
  });
}

// The places of solvers and of what preconditions them where an array is taken.
import { afterAll } from "vitest";
import * as lanewise from "../../src/index.ts";
import type {
  CsrMatrix,
  KrylovOptions,
  KrylovState,
  Lanewise,
  LinearOperator,
  Matrix,
  Real,
  Vector,
} from "../../src/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const two = (from: Lanewise, type: Real) => from.vector([1, 2], { type });
const square = (from: Lanewise, type: Real) => from.matrix(2, 2, [2, 1, 1, 2], { type });
const sparse = (from: Lanewise, type: Real) => from.scope(() => from.sparsify(square(from, type)));
const dispose = (made: { dispose(): void }) => made.dispose();
const free = { anyType: true, anyInstance: true };

const S = square(lw, "f64");
const C = sparse(lw, "f64");
const [v2, w2] = [lw.vector(2), lw.vector([3, 1])];
const made = { Jacobi: lanewise.jacobi(C), Ssor: lanewise.ssor(C) };
afterAll(() => {
  for (const array of [S, C, v2, w2, made.Jacobi, made.Ssor]) array.dispose();
});

/** Refines a solution once. */
const refined = (A: Matrix | CsrMatrix) => {
  const like = A instanceof lanewise.Matrix || A instanceof lanewise.CsrMatrix ? A : S;
  const b = lanewise.Vector.from(like.engine, like.type, [1, 2]);
  try {
    dispose(run(lanewise.refine(A, b), { maxIterations: 1 }).x);
  } finally {
    b.dispose();
  }
};
/** Applies an operator of 2 x 2 once. */
const once = (A: LinearOperator) => {
  const [x, out] = [new lanewise.Vector(A.engine, A.type, 2), new lanewise.Vector(A.engine, A.type, 2)];
  try {
    A.apply(out, x);
  } finally {
    x.dispose();
    out.dispose();
  }
};
const { bicgstab, cg, fgmres, gmres, lsmr, lsqr, minres, run } = lanewise;
type Method = (A: LinearOperator, b: Vector, options?: KrylovOptions) => Generator<KrylovState, void>;
const methods = { bicgstab, cg, fgmres, gmres, lsmr: lsmr as Method, lsqr: lsqr as Method, minres };

/** By function or method. */
export const krylov: Record<string, Place> = {
  "refine A": { argument: "A", make: square, use: (A: Matrix) => refined(A), ...free },
  "refine A csr": { argument: "A", make: sparse, use: (A: CsrMatrix) => refined(A), ...free },
  "refine b": {
    argument: "b",
    make: two,
    use: (b: Vector) => dispose(run(lanewise.refine(S, b), { maxIterations: 1 }).x),
  },
  diagonal: { argument: "d", make: two, use: (d: Vector) => once(lanewise.diagonal(d)), ...free },
  "lowRank U": { argument: "U", make: square, use: (U: Matrix) => once(lanewise.lowRank(U, U)), ...free },
  "lowRank V": { argument: "V", make: square, use: (V: Matrix) => once(lanewise.lowRank(S, V)) },
  "alongMode x": { argument: "x", make: two, use: (x: Vector) => dispose(lanewise.alongMode(S, x, [2], 0)) },
  jacobi: { argument: "A", make: square, use: (A: lanewise.Matrix) => dispose(lanewise.jacobi(A)), ...free },
  "jacobi csr": { argument: "A", make: sparse, use: (A: CsrMatrix) => dispose(lanewise.jacobi(A)), ...free },
  ssor: { argument: "A", make: sparse, use: (A: CsrMatrix) => dispose(lanewise.ssor(A)), ...free },
};
for (const [name, M] of Object.entries(made)) {
  krylov[`${name}.solveInto`] = { argument: "x", make: two, use: (x: Vector) => M.solveInto(x) };
  krylov[`${name}.apply out`] = { argument: "out", make: two, use: (out: Vector) => M.apply(out, v2) };
  krylov[`${name}.apply x`] = { argument: "x", make: two, use: (x: Vector) => M.apply(v2, x) };
  krylov[`${name}.adjoint out`] = { argument: "out", make: two, use: (out: Vector) => M.adjoint(out, v2) };
  krylov[`${name}.adjoint x`] = { argument: "x", make: two, use: (x: Vector) => M.adjoint(v2, x) };
}
for (const [name, method] of Object.entries(methods)) {
  krylov[`${name} b`] = {
    argument: "b",
    make: two,
    use: (b: Vector) => dispose(run(method(S, b), { maxIterations: 1 }).x),
  };
  krylov[`${name} x`] = {
    argument: "x",
    make: two,
    use: (x: Vector) => run(method(S, w2, { x }), { maxIterations: 1 }),
  };
}

// Each reservation of each operation is made to fail in turn: the error comes out by name and nothing stays behind.
import { afterAll, describe, expect, test } from "vitest";
import {
  adjointOf,
  CsrMatrix,
  dotTest,
  l1,
  LutMatrix,
  OutOfMemoryError,
  powerSquaredNorm,
  product,
  proximalGradient,
  run,
  sum,
} from "../../src/index.ts";
import { gaussianProcess, kernelRidge, loadGaussianProcess, nystromFeatures } from "../../src/models/index.ts";
import { definite, reals, sparse } from "../data.ts";
import { engine, lw } from "../instance.ts";

/** Runs `body` with its first, second, third ... reservation failing, until it needs no more; says how many it made. */
function failInTurn(body: () => unknown): number {
  const { memory } = engine;
  const { alloc, workspace } = memory;
  for (let failing = 0; ; failing++) {
    let count = 0;
    const refuse = (bytes: number): void => {
      if (count++ === failing) throw new OutOfMemoryError(bytes, 0);
    };
    const before = [memory.use.arrays, memory.use.bytes];
    memory.alloc = (bytes) => {
      refuse(bytes);
      return alloc(bytes);
    };
    memory.workspace = (bytes) => {
      refuse(bytes);
      return workspace.call(memory, bytes);
    };
    let error: unknown;
    try {
      lw.scope(() => {
        const inside = memory.use.arrays;
        try {
          body();
        } catch (fault) {
          error = fault;
          expect(memory.use.arrays, `arrays left where reservation ${failing} fails`).toBe(inside);
        }
      });
    } finally {
      Object.assign(memory, { alloc, workspace });
    }
    expect([memory.use.arrays, memory.use.bytes]).toEqual(before);
    if (count <= failing) {
      expect(error).toBeUndefined();
      return failing;
    }
    expect(error).toBeInstanceOf(OutOfMemoryError);
  }
}

describe("every reservation fails in turn", () => {
  const [A, B, S, b] = [
    lw.matrix(6, 5, reals(30, 1)),
    lw.matrix(5, 6, reals(30, 2)),
    lw.csr(sparse(6, 5, 0.5, 3, reals)),
    lw.vector(reals(6, 4)),
  ];
  const P = lw.matrix(6, 6, definite(6, 5));
  const F = lw.cholesky(P);
  const Q = lw.quantize(A);
  const I = lw.int8(A);
  const x = lw.vector(reals(5, 6));
  const [process, saved] = lw.scope(() => {
    const process = gaussianProcess(A, b, { alpha: 1, nComponents: 3 });
    return [process, process.save()];
  });
  afterAll(() => {
    for (const array of [A, B, S, b, P, F, Q, I, x, process]) array.dispose();
  });
  const operations: Record<string, [least: number, body: () => unknown]> = {
    vector: [1, () => lw.vector([1, 2])],
    zeros: [1, () => lw.vector(3)],
    matrix: [1, () => lw.matrix([[1, 2]])],
    csr: [1, () => lw.csr(sparse(3, 3, 1, 1))],
    "Vector.clone": [1, () => x.clone()],
    "Matrix.clone": [1, () => A.clone()],
    "Matrix.transpose": [1, () => A.transpose()],
    "Matrix.matmul, vector": [1, () => A.matmul(x)],
    "Matrix.matmul, matrix": [2, () => A.matmul(B)],
    "CsrMatrix.matmul": [1, () => S.matmul(B)],
    "CsrMatrix.tmatmul": [1, () => S.tmatmul(P)],
    "CsrMatrix.toDense": [1, () => S.toDense()],
    "CsrMatrix.fromDense": [1, () => CsrMatrix.fromDense(A)],
    "LutMatrix.quantize": [2, () => LutMatrix.quantize(A)],
    "LutMatrix.encode": [2, () => LutMatrix.encode(A, Q.tables.slice())],
    "LutMatrix.toDense": [1, () => Q.toDense()],
    "LutMatrix.matmul": [1, () => Q.matmul(x)],
    "Int8Matrix.quantize": [1, () => lw.int8(A, { symmetric: false })],
    "Int8Matrix.toDense": [1, () => I.toDense()],
    "Int8Matrix.matmul": [1, () => I.matmul(x)],
    cholesky: [2, () => lw.cholesky(P)],
    "Cholesky.solve, vector": [1, () => F.solve(b)],
    "Cholesky.solve, matrix": [3, () => F.solve(P)],
    orthonormalize: [4, () => lw.orthonormalize(A)],
    "orthonormalize, rank-deficient": [6, () => lw.orthonormalize(B)],
    solveTriangular: [2, () => lw.solveTriangular(P, P)],
    "random uniform": [1, () => lw.random(1).uniform(5)],
    "random normal": [1, () => lw.random(1).normal(5, "f32")],
    "random integers": [1, () => lw.random(1).integers(5, 9)],
    "random permutation": [1, () => lw.random(1).permutation(5)],
    "random words": [1, () => lw.random(1).words(5)],
    "sum of operators": [1, () => sum(A, S).apply(b, x)],
    "product of operators": [1, () => product(A, adjointOf(S)).adjoint(b, b)],
    dotTest: [2, () => dotTest(S, x, b)],
    "power iteration": [2, () => run(powerSquaredNorm(A), { maxIterations: 3 })],
    nystromFeatures: [5, () => nystromFeatures(A, { nComponents: 3 })],
    kernelRidge: [9, () => kernelRidge(A, b)],
    gaussianProcess: [9, () => gaussianProcess(A, P, { alpha: 1 })],
    "GaussianProcess.predict": [4, () => process.predict(A)],
    "GaussianProcess.posterior": [8, () => process.posterior(A)],
    loadGaussianProcess: [4, () => loadGaussianProcess(lw, saved)],
    "proximal gradient": [4, () => run(proximalGradient(S, b, l1(0.1), 0.01), { maxIterations: 3 })],
  };

  test.each(Object.entries(operations))("%s", (_, [least, body]) => {
    expect(failInTurn(body)).toBeGreaterThanOrEqual(least);
  });
});

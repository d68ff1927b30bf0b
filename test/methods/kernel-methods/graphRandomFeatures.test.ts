// The evidence for graph random features: unbiased estimates of inverses, errors that halve with four times the walks, bad input.
import { describe, expect, test } from "vitest";
import type { CsrMatrix } from "../../../src/index.ts";
import { grf, laplacianKernel, regularisedLaplacianU, solveByGrf } from "../../../src/methods/kernel-methods/index.ts";
import { lw } from "../../instance.ts";

/** An Erdos-Renyi graph. */
function graph(n: number, p: number, seed: number): CsrMatrix {
  const draws = lw.random(seed).uniform(n * n);
  const A = lw.matrix(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) if (draws.data[i * n + j]! < p) A.data[i * n + j] = A.data[j * n + i] = 1;
  return lw.sparsify(A);
}

/** (I - U)^-1 by Gauss and Jordan. */
function inverse(U: CsrMatrix): Float64Array {
  const n = U.rows;
  const M = Float64Array.from(U.toDense().data, (v, q) => (q % (n + 1) === 0 ? 1 : 0) - v);
  const out = Float64Array.from({ length: n * n }, (_, q) => (q % (n + 1) === 0 ? 1 : 0));
  for (let k = 0; k < n; k++) {
    const pivot = M[k * (n + 1)]!;
    for (let i = 0; i < n; i++) {
      const factor = i === k ? (pivot - 1) / pivot : M[i * n + k]! / pivot;
      for (let j = 0; j < n; j++) {
        M[i * n + j]! -= factor * M[k * n + j]!;
        out[i * n + j]! -= factor * out[k * n + j]!;
      }
    }
  }
  return out;
}

const distance = (x: ArrayLike<number>, y: ArrayLike<number>) => Math.hypot(...Array.from(x, (v, i) => v - y[i]!));

describe("a graph of 60 nodes, sigma2 0.5", () => {
  test("kernels of both orders, and the error by walks", () =>
    lw.scope(() => {
      const n = 60;
      const A = graph(n, 0.12, 1);
      const { U, scale } = regularisedLaplacianU(A, 0.5);
      const first = lw.matrix(
        n,
        n,
        inverse(U).map((v) => v * scale),
      );
      const exact = { 1: first.toArray(), 2: first.matmul(first).toArray() } as const;
      const eye = Array.from({ length: n }, (_, i) => i);
      const error = (order: 1 | 2, walks: number) => {
        let sum = 0;
        for (let seed = 0; seed < 20; seed++)
          lw.scope(() => {
            const K = laplacianKernel(A, { order, sigma2: 0.5, walks, seed });
            const got = eye.flatMap((i) => eye.map((j) => K.entry(i, j)));
            sum += distance(got, exact[order]) / Math.hypot(...exact[order]) / 20;
          });
        return sum;
      };
      const [one, two] = [error(1, 40), error(2, 40)];
      expect(one).toBeLessThan(0.13);
      expect(two).toBeLessThan(0.12);
      expect(Math.abs(two / error(2, 160) - 2)).toBeLessThan(0.4);
      const K = laplacianKernel(A, { sigma2: 0.5 });
      const v = lw.vector(lw.random(5).normal(n).data);
      const want = eye.map((i) => eye.reduce((s, j) => s + K.entry(i, j) * v.data[j]!, 0));
      expect(distance(K.apply(v).data, want)).toBeLessThan(1e-12);
      for (const mode of ["iid", "reinforced"] as const) {
        const mean = new Float64Array(n * n);
        for (let seed = 0; seed < 20; seed++)
          lw.scope(() =>
            grf(U, { walks: 160, seed, mode })
              .toDense()
              .data.forEach((x, q) => (mean[q]! += x / 20)),
          );
        expect(distance(mean, inverse(U)) / Math.hypot(...inverse(U)), mode).toBeLessThan(0.05);
      }
      const x = solveByGrf(U, v, { walks: 2000 }).data;
      const solved = first.matmul(v).data.map((y) => y / scale);
      expect(distance(x, solved) / Math.hypot(...solved)).toBeLessThan(0.05);
    }));
});

test("bad input", () =>
  lw.scope(() => {
    const A = graph(8, 0.6, 2);
    const fault = (argument: string) => expect.objectContaining({ argument });
    const negative = A.clone();
    negative.values[0] = -1;
    const lopsided = A.clone();
    lopsided.values[0] = 2;
    expect(() => laplacianKernel(negative)).toThrow(fault("A"));
    expect(() => laplacianKernel(lopsided)).toThrow(fault("A"));
    expect(() => laplacianKernel(A, { order: 3 as never })).toThrow(fault("order"));
    expect(() => laplacianKernel(A, { sigma2: 0 })).toThrow(fault("sigma2"));
    expect(() => laplacianKernel(A, { pTerm: 1 })).toThrow(fault("pTerm"));
    expect(() => laplacianKernel(A).entry(0, 8)).toThrow(fault("j"));
    expect(() => grf(A)).toThrow(fault("U"));
    expect(() => solveByGrf(A, lw.vector(8))).toThrow(fault("U"));
    expect(() => grf(A.slice(0, 3))).toThrow(fault("U"));
    const { U } = regularisedLaplacianU(A, 1);
    expect(() => solveByGrf(U, lw.vector(7))).toThrow(fault("x"));
    expect(() => grf(U, { mode: "reinforced", f: () => 0 })).toThrow(fault("f(0)"));
  }));

import { expect, test } from "vitest";
import { analyzeCholesky, DisposedError, sparseCholesky, sparseLu } from "../../src/index.ts";
import { faulty, thrown } from "../faults.ts";
import { instance, lw } from "../instance.ts";
import { definiteOf, gridEdges } from "../problems/definite.ts";

test("NaN and infinities are refused", () =>
  lw.scope(() => {
    const A = definiteOf(9, gridEdges(3, 2));
    for (const v of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      for (const at of [0, 3, A.values.length - 1]) {
        const values = A.values.map((w, p) => (p === at ? v : w));
        faulty(() => lw.sparseCholesky(lw.csr({ ...A, values })), "ArgumentRangeError", "A");
      }
  }));

test("memory: what is held, and given back", () => {
  const A = lw.csr(definiteOf(100, gridEdges(10, 2)));
  const before = lw.memory.bytes;
  const F = sparseCholesky(A);
  expect(lw.memory.bytes - before).toBe(F.bytes);
  F.dispose();
  F.dispose();
  expect(lw.memory.bytes).toBe(before);
  expect(thrown(() => F.logDet())).toBeInstanceOf(DisposedError);
  const analysis = analyzeCholesky(A);
  const G = analysis.factor(A);
  expect(lw.memory.bytes - before).toBe(G.bytes + analysis.bytes);
  analysis.dispose();
  expect(thrown(() => G.condition())).toBeInstanceOf(DisposedError);
  G.dispose();
  A.dispose();
});

test("memory that grows in the midst spoils no view", () => {
  const matrix = definiteOf(1600, gridEdges(40, 2));
  const b = new Array<number>(1600).fill(1);
  const solved = ([sparseCholesky, sparseLu] as const).map((make) => {
    const small = instance({ memory: { initial: 65536 } });
    return small.scope(() => {
      const F = make(small.csr(matrix));
      const x = F.solve(small.vector(b)).toArray();
      const condition = F.condition();
      if (!("sign" in F)) F.L();
      return [condition, ...x];
    });
  });
  const [one, other] = solved as [number[], number[]];
  for (let i = 0; i <= 1600; i++) expect(Math.abs(one[i]! / other[i]! - 1)).toBeLessThan(1e-10);
});

test("what a scope returns outlives it", () =>
  lw.scope(() => {
    const A = lw.csr(definiteOf(9, gridEdges(3, 2)));
    const [F, analysis, G] = lw.scope(() => [lw.sparseCholesky(A), analyzeCholesky(A), sparseLu(A)] as const);
    const b = lw.vector(new Array<number>(9).fill(1));
    const x = F.solve(b).data;
    for (const y of [analysis.factor(A).solve(b).data, G.solve(b).data])
      for (let i = 0; i < 9; i++) expect(Math.abs(x[i]! - y[i]!)).toBeLessThan(1e-14);
  }));

test("bad arguments are named", () =>
  lw.scope(() => {
    const A = lw.csr(definiteOf(4, gridEdges(2, 2)));
    faulty(() => lw.sparseCholesky(lw.sparsify(lw.matrix(2, 3))), "ShapeError", "A");
    faulty(() => sparseCholesky(lw.matrix(2, 2) as never), "ArgumentTypeError", "A");
    faulty(() => analyzeCholesky(undefined as never), "ArgumentTypeError", "A");
    faulty(() => sparseCholesky(A, 3 as never), "ArgumentTypeError", "options");
    faulty(() => sparseCholesky(A, { ordering: "best" as never }), "ArgumentRangeError", "ordering");
    faulty(() => sparseCholesky(A, { ordering: 5 as never }), "ArgumentTypeError", "ordering");
    faulty(() => sparseCholesky(A, { ordering: [0, 1, 2] }), "ShapeError", "ordering");
    for (const last of [2, 4, -1, 0.5, Number.NaN])
      faulty(() => sparseCholesky(A, { ordering: [0, 1, 2, last] }), "ArgumentRangeError", "ordering[3]");
    using F = lw.sparseCholesky(A, { ordering: [3, 1, 2, 0] });
    faulty(() => F.solve(lw.vector(3)), "ShapeError", "b");
    faulty(() => F.solve(lw.matrix(3, 2)), "ShapeError", "B");
    faulty(() => F.solve([1, 2] as never), "ArgumentTypeError", "b");
    faulty(() => F.solveInto(lw.vector(4, { type: "f32" })), "ArgumentTypeError", "b");
    const other = instance();
    const B = other.csr(definiteOf(4, []));
    faulty(() => lw.sparseCholesky(B), "ArgumentTypeError", "A");
    B.dispose();
  }));

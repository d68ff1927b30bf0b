// Graphs that are none, walks without a finite sum, and options out of range: each an error that names the argument.
import { describe, expect, test } from "vitest";
import type { CsrMatrix } from "../../../src/index.ts";
import { grf, laplacianKernel, regularisedLaplacianU, solveByGrf } from "../../../src/methods/kernel-methods/index.ts";
import { types } from "../../data.ts";
import { faulty } from "../../faults.ts";
import { lw } from "../../instance.ts";
import { normalised } from "../../oracle/graphs.ts";
import { randomGraph } from "../../problems/graphs.ts";

const n = 8;
const complete = randomGraph(n, () => 1, 1);
const graph = (change: (values: { [e: number]: number }) => void = () => {}): CsrMatrix => {
  const A = lw.sparsify(lw.matrix(n, n, complete));
  change(A.values);
  return A;
};

test("graphs and options", () =>
  lw.scope(() => {
    for (const weight of [-1, NaN, Number.POSITIVE_INFINITY, 2])
      for (const use of [(A: CsrMatrix) => laplacianKernel(A), (A: CsrMatrix) => regularisedLaplacianU(A, 1)])
        faulty(() => use(graph((values) => (values[0] = weight))), "ArgumentRangeError", "A");
    faulty(() => laplacianKernel(graph().slice(0, 3)), "ShapeError", "A");
    faulty(() => laplacianKernel(lw.matrix(2, 2) as never), "ArgumentTypeError", "A");
    faulty(() => grf(lw.matrix(2, 2) as never), "ArgumentTypeError", "U");
    const huge = lw.sparsify(lw.matrix(2, 2, [1e308, 1e308, 1e308, 1e308]));
    faulty(() => laplacianKernel(huge), "ArgumentRangeError", "A");

    const A = graph();
    const fault = (options: object, argument: string) =>
      faulty(() => laplacianKernel(A, options), "ArgumentRangeError", argument);
    for (const order of [0, 3]) fault({ order }, "order");
    for (const sigma2 of [0, -1]) fault({ sigma2 }, "sigma2");
    for (const pTerm of [0, 1, NaN]) fault({ pTerm }, "pTerm");
    fault({ walks: 0 }, "walks");
    fault({ mode: "both" }, "mode");
    fault({ mode: "reinforced", f: () => 0 }, "f(0)");
    const K = laplacianKernel(A, { walks: 1 });
    faulty(() => K.entry(n, 0), "ArgumentRangeError", "i");
    faulty(() => K.entry(0, -1), "ArgumentRangeError", "j");
    faulty(() => K.apply(lw.vector(n - 1)), "ShapeError", "v");

    const { U } = regularisedLaplacianU(A, 1);
    faulty(() => solveByGrf(U, lw.vector(n - 1)), "ShapeError", "b");
    faulty(() => solveByGrf(U, lw.vector([1, 2, 3, NaN, 5, 6, 7, 8])), "ArgumentRangeError", "b[3]");
    faulty(() => grf(U, { nodes: [n] }), "ArgumentRangeError", "nodes[0]");
  }));

/** A hub and its leaves, both ways: the radius is weight * sqrt(leaves). */
const star = (leaves: number, weight: number) =>
  Array.from({ length: (leaves + 1) ** 2 }, (_, q) => {
    const [i, j] = [Math.floor(q / (leaves + 1)), q % (leaves + 1)];
    return (i === 0) === (j === 0) ? 0 : weight;
  });
/** A path, its adjacency normalised: the radius is 1. */
const path = (size: number) =>
  normalised(
    Array.from({ length: size ** 2 }, (_, q) => (Math.abs(Math.floor(q / size) - (q % size)) === 1 ? 1 : 0)),
    size,
  );

describe.each(types)("the radius of |U|, %s", (type) => {
  const matrix = (entries: number[]) => {
    const size = Math.sqrt(entries.length);
    return lw.sparsify(lw.matrix(size, size, entries, { type }));
  };

  test.each([
    ["nothing", []],
    ["zeros", [0, 0, 0, 0]],
    ["a nilpotent matrix with large entries", [0, 100, 30, 0, 0, 200, 0, 0, 0]],
    ["a star whose hub has row sum 18", star(400, 0.045)],
    ["a cycle of three with product 1/2", [0, 8, 0, 0, 0, 0.25, 0.25, 0, 0]],
    ["a long path, times 0.98", path(60).map((w) => 0.98 * w)],
    ["entries of either sign", [-0.4, 0.5, 0.5, -0.4]],
  ])("is below 1: %s", (_, entries) =>
    lw.scope(() => {
      expect(grf(matrix(entries), { walks: 1 }).rows).toBe(Math.sqrt(entries.length));
    }),
  );

  test.each([
    ["a star whose leaves have row sum 0.06", star(400, 0.06)],
    ["a cycle of three with product 2", [0, 8, 0, 0, 0, 0.5, 0.5, 0, 0]],
    ["a long path", path(60)],
    ["a part of a graph", [0.1, 0.1, 0, 0.1, 0.1, 0, 0, 0, 1.01]],
    ["entries of either sign, whose sum would be lost", [0.6, 0.6, -0.6, -0.6]],
    ["a sum out of range", [3e38, 3e38, 3e38, 3e38]],
  ])("is not: %s", (_, entries) =>
    lw.scope(() => {
      const U = matrix(entries);
      faulty(() => grf(U), "ArgumentRangeError", "U");
      faulty(() => solveByGrf(U, lw.vector(U.rows, { type })), "ArgumentRangeError", "U");
    }),
  );

  test("entries that are not finite", () =>
    lw.scope(() => {
      for (const bad of [NaN, Number.NEGATIVE_INFINITY]) {
        const U = matrix([0.1, 0.1, 0.1, 0.1]);
        U.values[2] = bad;
        faulty(() => grf(U), "ArgumentRangeError", "U");
      }
    }));
});

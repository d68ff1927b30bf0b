import { describe, expect, test } from "vitest";
import { nearestNeighbors, topInnerProducts } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { integers, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/pairs.ts";

/** The lists of all queries, one after the other. */
function lists(scores: number[], n: number, q: number, k: number) {
  const all = Array.from({ length: q }, (_, j) =>
    oracle.best(
      Array.from({ length: n }, (_, i) => scores[i * q + j]!),
      k,
    ),
  );
  return { indices: all.flatMap((one) => one.indices), scores: all.flatMap((one) => one.scores) };
}

// 120 rows are packed at a time, 32768 scores looked at, 256 queries, or as many as are 256 KB.
const shapes: [n: number, q: number, d: number, k: number][] = [
  [1, 1, 1, 1],
  [5, 1, 3, 5],
  [7, 2, 1, 3],
  [100, 3, 4, 100],
  [130, 5, 2, 1],
  [253, 8, 7, 4],
  [1000, 32, 5, 10],
  [2500, 33, 3, 7],
  [300, 300, 2, 3],
  [700, 257, 1, 20],
  [61, 6, 300, 9],
  [43, 45, 1031, 43],
];

describe.each(types)("search, %s", (type) => {
  test.each(shapes)("largest inner products of %i rows and %i queries of %i numbers, the first %i", (n, q, d, k) =>
    lw.scope(() => {
      // Small whole numbers: products are exact, and many are equal.
      const [x, y] = [integers(n * d, 1, 4), integers(q * d, 2, 4)];
      const want = lists(oracle.products(x, y, n, q, d), n, q, k);
      const got = topInnerProducts(lw.matrix(n, d, x, { type }), lw.matrix(q, d, y, { type }), k);
      equal(got.indices, want.indices);
      equal(got.scores, want.scores);
      const numbers = reals(n * d, 3);
      const real = topInnerProducts(lw.matrix(n, d, numbers, { type }), lw.matrix(q, d, y, { type }), k);
      const wanted = lists(oracle.products(numbers, y, n, q, d), n, q, k);
      within(
        real.scores,
        wanted.scores,
        type,
        4 * d + 4,
        wanted.scores.map(() => 4 * d),
      );
    }),
  );

  test.each(shapes)("nearest of %i rows to %i queries of %i numbers, the first %i", (n, q, d, k) =>
    lw.scope(() => {
      // Whole numbers with their opposites, about a mean of 0: squares are exact, and many are equal.
      const half = integers((n >> 1) * d, 4, 4);
      const x = [...half, ...half.map((v) => -v), ...(n % 2 ? new Array(d).fill(0) : [])];
      const y = integers((q >> 1) * d, 5, 4);
      y.push(...y.map((v) => -v), ...(q % 2 ? new Array(d).fill(0) : []));
      const want = lists(
        oracle.squares(x, y, n, q, d).map((v) => -v),
        n,
        q,
        k,
      );
      const got = nearestNeighbors(lw.matrix(n, d, x, { type }), k, lw.matrix(q, d, y, { type }));
      equal(got.indices, want.indices);
      within(
        got.distances,
        want.scores.map((v) => Math.sqrt(-v)),
        type,
        1,
        want.scores.map((v) => Math.sqrt(-v)),
      );
    }),
  );

  test.each([2, 3, 30, 400])("each of %i points among its own", (n) =>
    lw.scope(() => {
      const d = 3;
      const x = reals(n * d, 6);
      // Two points are equal.
      for (let p = 0; p < d; p++) x[(n - 1) * d + p] = x[p]!;
      const X = lw.matrix(n, d, x, { type });
      const squares = oracle.squares(x, x, n, n, d).map((v) => -v);
      const k = Math.min(5, n - 1);
      const within1 = lists(squares, n, n, k + 1);
      equal(nearestNeighbors(X, k + 1, undefined, { includeSelf: true }).indices, within1.indices);
      const without = lists(
        squares.map((v, e) => (e % (n + 1) === 0 ? -Infinity : v)),
        n,
        n,
        k,
      );
      const got = nearestNeighbors(X, k);
      equal(got.indices, without.indices);
      within(
        got.distances,
        without.scores.map((v) => Math.sqrt(-v)),
        type,
        4,
        new Array(n * k).fill(2),
      );
      expect(got.distances[0]).toBe(0);
    }),
  );

  test("a score that is no number is found past the first k, whichever its place in a tile", () =>
    lw.scope(() => {
      const [n, q, d] = [29, 11, 3];
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
        for (let row = 0; row < n; row++) {
          const x = reals(n * d, 9);
          x[row * d + 1] = bad;
          const [X, Q] = [lw.matrix(n, d, x, { type }), lw.matrix(q, d, new Array(q * d).fill(1), { type })];
          expect(() => topInnerProducts(X, Q, 4)).toThrow(`one of row ${row} that is not`);
        }
    }));

  test("near neighbours keep their digits, however near", () =>
    lw.scope(() => {
      const gap = type === "f32" ? 2 ** -12 : 2 ** -40;
      const X = lw.matrix(4, 2, [1, 1, 1 + gap, 1, -3, 2, 1, 1 + gap / 2], { type });
      const { indices, distances } = nearestNeighbors(X, 2);
      equal(indices.slice(0, 2), [3, 1]);
      equal(distances.slice(0, 2), [gap / 2, gap]);
    }));

  test("of codes: as of what they stand for", () =>
    lw.scope(() => {
      const [n, q, d, k] = [300, 40, 64, 6];
      const W = lw.matrix(n, d, reals(n * d, 7), { type });
      const Q = lw.matrix(q, d, reals(q * d, 8), { type });
      for (const A of [lw.quantize(W, { format: "nf4" }), lw.int8(W)]) {
        const got = topInnerProducts(A, Q, k);
        const scores = Array.from(A.matmul(Q.transpose()).data);
        const want = lists(scores, n, q, k);
        within(
          got.scores,
          want.scores,
          type,
          64 * 8,
          want.scores.map(() => 16),
        );
        const stands = dense.gemm(Array.from(A.toDense().data), dense.transposed(Array.from(Q.data), q, d), n, q, d);
        got.indices.forEach((row, e) => {
          const exact = stands[row * q + Math.floor(e / k)]!;
          expect(Math.abs(got.scores[e]! - exact)).toBeLessThan(0.1);
        });
      }
    }));

  test("no queries: empty lists", () =>
    lw.scope(() => {
      const [X, none] = [lw.matrix(3, 2, [1, 2, 3, 4, 5, 6], { type }), lw.matrix(0, 2, undefined, { type })];
      expect(topInnerProducts(X, none, 2).indices).toHaveLength(0);
      expect(nearestNeighbors(X, 2, none).distances).toHaveLength(0);
    }));

  test("scores are not kept", () =>
    lw.scope(() => {
      const [X, Q] = [lw.matrix(20000, 2, undefined, { type }), lw.matrix(256, 2, undefined, { type })];
      topInnerProducts(X, Q, 3);
      expect(lw.memory.workspace).toBeLessThan(20000 * 256 * 2);
    }));

  test("bad arguments are named", () =>
    lw.scope(() => {
      const [X, Y] = [lw.matrix(3, 2, [1, 2, 3, 4, 5, 6], { type }), lw.matrix(4, 3, undefined, { type })];
      faulty(() => topInnerProducts(X, Y, 1), "ShapeError", "Q");
      faulty(() => nearestNeighbors(X, 1, Y), "ShapeError", "Q");
      for (const k of [0, 4, 1.5, NaN]) {
        faulty(() => topInnerProducts(X, X, k), "ArgumentRangeError", "k");
        faulty(() => nearestNeighbors(X, k, X), "ArgumentRangeError", "k");
      }
      faulty(() => nearestNeighbors(X, 3), "ArgumentRangeError", "k");
      faulty(() => nearestNeighbors(X, 1, undefined, { includeSelf: 1 as never }), "ArgumentTypeError", "includeSelf");
      for (const bad of [NaN, Infinity])
        for (const row of [0, 2]) {
          const Z = lw.matrix(3, 1, [1, 1, 1], { type });
          Z.data[row] = bad;
          const one = lw.matrix(5, 1, [1, 1, 1, 1, 1], { type });
          faulty(() => topInnerProducts(Z, one, 1), "ArgumentRangeError", "X");
          faulty(() => nearestNeighbors(Z, 1), "ArgumentRangeError", "X");
          faulty(() => nearestNeighbors(one, 1, Z), "ArgumentRangeError", "Q");
        }
    }));
});

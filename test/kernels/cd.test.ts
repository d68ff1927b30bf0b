import { describe, expect, test } from "vitest";
import { type CsrMatrix, type Matrix, Vector } from "../../src/index.ts";
import * as cd from "../../src/kernels/cd.ts";
import { equal, within } from "../compare.ts";
import { integers, reals, sparse, types } from "../data.ts";
import { engine, lw } from "../instance.ts";
import * as oracle from "../oracle/cd.ts";
import { groupPasses } from "../oracle/groups.ts";

const terms = { l1: 0.4, l2: 0.25, least: -Infinity };
const shapes = [
  [0, 3],
  [1, 1],
  [2, 3],
  [3, 2],
  [4, 5],
  [5, 4],
  [7, 9],
  [8, 8],
  [17, 33],
  [33, 17],
  [67, 131],
] as const;

describe.each(types)("kernels of coordinate descent in %s", (type) => {
  const vector = (numbers: ArrayLike<number>) => lw.vector(Array.from(numbers), { type });
  const ones = (n: number) => new Array<number>(n).fill(1);
  /** Rounding of sums of n products of numbers below 1, with room for what passes carry on. */
  const near = (got: ArrayLike<number>, want: ArrayLike<number>, n: number, what: string) =>
    within(got, want, type, 40 * (n + 4), ones(want.length), what);

  test.each(shapes)("passes over dense columns, %i x %i", (n, m) =>
    lw.scope(() => {
      const [z, t] = [reals(n * m, 1), reals(n, 2)];
      for (const least of [-Infinity, 0]) {
        const want = oracle.passes(z, t, n, m, { ...terms, least }, 3);
        const Z = lw.matrix(m + 2, n, [...z, ...new Array(2 * n).fill(Number.NaN)], { type });
        const squares = vector(oracle.gram(z, n, m).filter((_, at) => at % (m + 1) === 0));
        const [w, r] = [lw.vector(m, { type }), vector(t)];
        const done = cd.descendDense(w, r, Z, squares, m, { ...terms, least }, 3);
        expect(done).toBeLessThanOrEqual(3);
        near(w.data, want.w, n, "w");
        near(r.data, want.r, n, "r");
      }
    }),
  );

  test.each(shapes)("passes by a Gram matrix, and its growth, %i x %i", (n, m) =>
    lw.scope(() => {
      const [z, t] = [reals(n * m, 3), reals(n, 4)];
      const want = oracle.passes(z, t, n, m, terms, 3);
      const Z = lw.matrix(m, n, z, { type });
      const G = lw.matrix(m + 1, m + 1, undefined, { type });
      const half = m >> 1;
      cd.growGram(G, Z, 0, half);
      cd.growGram(G, Z, half, m);
      near(corner(G, m), oracle.gram(z, n, m), n, "G");
      const [w, q, r] = [lw.vector(m, { type }), lw.vector(m, { type }), vector(t)];
      cd.correlateDense(q, Z, r, m);
      cd.descendGram(w, q, G, m, terms, 3);
      near(w.data, want.w, 2 * n, "w");
      near(q.data, oracle.products(z, want.r, n, m), 4 * n, "q");
      cd.removeDense(r, w, Z, m);
      near(r.data, want.r, 2 * n, "r");
    }),
  );

  test.each(shapes)("passes over groups by a Gram matrix, %i x %i", (n, m) =>
    lw.scope(() => {
      const [z, t] = [reals(n * m, 23), reals(n, 24)];
      const gram = oracle.gram(z, n, m);
      const sizes = [1, 3, 2, 4, 1, 9, 5].filter((_, k, all) => all.slice(0, k + 1).reduce((a, b) => a + b) <= m);
      const rest = m - sizes.reduce((a, b) => a + b, 0);
      if (rest > 0) sizes.push(rest);
      const ends = sizes.map((_, k) => sizes.slice(0, k + 1).reduce((a, b) => a + b));
      const groups = sizes.map((size, k) => Array.from({ length: size }, (_, i) => (ends[k] ?? 0) - size + i));
      const bounds = groups.map((list) => list.reduce((sum, j) => sum + (gram[j * (m + 1)] ?? 0), 0));
      bounds[1] &&= 0;
      const weights = sizes.map((size) => 0.1 * Math.sqrt(size));
      const G = lw.matrix(
        m,
        m + 1,
        Array.from({ length: m }, (_, i) => [...gram.slice(i * m, (i + 1) * m), Number.NaN]).flat(),
        { type },
      );
      for (const l1 of [0, 0.05]) {
        const start = reals(m, 25).map((v, j) => (j % 2 ? v : 0));
        const first = oracle
          .products(z, t, n, m)
          .map((b, j) => start.reduce((q, v, k) => q - v * (gram[k * m + j] ?? 0), b));
        const [w, q] = [start.slice(), first.slice()];
        groupPasses(gram, q, w, groups, weights, bounds, l1, 8, 3);
        const [W, Q] = [vector(start), vector(first)];
        const blocks = {
          offsets: Uint32Array.from([0, ...ends]),
          weights: Float64Array.from(weights),
          bounds: Float64Array.from(bounds),
          l1,
        };
        expect(cd.descendBlocks(W, Q, G, blocks, 3)).toBeLessThanOrEqual(3);
        near(W.data, w, 4 * n, "w");
        near(Q.data, q, 40 * n, "q");
        expect(cd.descendBlocks(W, Q, G, { ...blocks, bounds: blocks.bounds.fill(0) }, 3)).toBe(1);
      }
    }),
  );

  test("rows of a Gram matrix times numbers are taken off", () =>
    lw.scope(() => {
      const [m, g, q] = [7, reals(63, 28), reals(7, 29)];
      const Q = Float64Array.from(q);
      cd.moveGram(Q, lw.matrix(7, 9, g, { type }), Uint32Array.of(6, 0, 3), [2, 0, -0.5]);
      near(
        Q,
        q.map((v, j) => v - 2 * (g[6 * 9 + j] ?? 0) + 0.5 * (g[3 * 9 + j] ?? 0)),
        m,
        "q",
      );
    }));

  test("rows of columns: products and what is taken off", () =>
    lw.scope(() => {
      const [n, m] = [33, 17];
      const [z, r] = [reals(n * m, 26), reals(n, 27)];
      const [Z, R] = [lw.matrix(m, n, z, { type }), vector(r)];
      near(cd.correlateRows(Z, R, 3, 9), oracle.products(z.slice(3 * n, 9 * n), r, n, 6), n, "products");
      cd.removeRows(R, Z, 3, [2, -1, 0.5]);
      near(
        R.data,
        r.map((v, i) => v - 2 * (z[3 * n + i] ?? 0) + (z[4 * n + i] ?? 0) - 0.5 * (z[5 * n + i] ?? 0)),
        n,
        "r",
      );
    }));

  test("passes end where nothing changes", () =>
    lw.scope(() => {
      const Z = lw.matrix(3, 5, reals(15, 5), { type });
      const [w, r] = [lw.vector(3, { type }), vector(reals(5, 6))];
      const [squares, q, G] = [
        lw.vector([1, 1, 1], { type }),
        lw.vector(3, { type }),
        lw.matrix(3, 3, undefined, { type }),
      ];
      expect(cd.descendDense(w, r, Z, squares, 3, { ...terms, l1: 100 }, 50)).toBe(1);
      expect(cd.descendGram(w, q, G, 3, terms, 50)).toBe(1);
      expect([...w.data]).toEqual([0, 0, 0]);
      // A column of zeros ends with a coefficient of 0, wherever it starts.
      const from = lw.vector([3, 0, 0], { type });
      cd.descendGram(from, q, G, 3, { ...terms, l2: 0 }, 1);
      expect([...from.data]).toEqual([0, 0, 0]);
    }));

  test.each(shapes)("moments, products and copies of columns of a row-major matrix, %i x %i", (n, p) =>
    lw.scope(() => {
      const [x, v, mean, s] = [reals(n * p, 7), reals(n, 8), reals(p, 9), reals(n, 10).map(Math.abs)];
      const [X, V, means] = [lw.matrix(n, p, x, { type }), vector(v), vector(mean)];
      for (const weights of [undefined, s]) {
        const [out, squares] = [lw.vector(p, { type }), lw.vector(p, { type })];
        cd.denseMoments(out, squares, X, means, V, weights && vector(weights));
        const want = oracle.moments(x, n, p, mean, v, weights);
        near(out.data, want.products, 2 * n, "products");
        near(squares.data, want.squares, 4 * n, "squares");
        const list = Uint32Array.from({ length: p }, (_, k) => (k * 7) % p).slice(0, 5);
        near(
          cd.correlateSome(X, means, V, list),
          Array.from(list, (j) => want.products[j] as number),
          2 * n,
          "some",
        );
        const Z = lw.matrix(list.length + 1, n, undefined, { type });
        const roots = weights?.map(Math.sqrt);
        cd.gatherColumns(Z, 1, X, means, roots && vector(roots), list);
        const columns = Array.from(list).flatMap((j) =>
          v.map((_, i) => ((x[i * p + j] as number) - (mean[j] as number)) * (roots?.[i] ?? 1)),
        );
        within(
          Z.data,
          [...new Array(n).fill(0), ...columns],
          type,
          3,
          ones((list.length + 1) * n).map((one) => 2 * one),
          "Z",
        );
        const all = lw.vector(p, { type });
        const mass = v.reduce((a, b) => a + b, 0);
        for (const A of [X, lw.sparsify(X).toCsc().transposed]) {
          cd.correlateAll(all, A, means, V, mass);
          near(all.data, want.products, 4 * n, "all");
        }
      }
    }),
  );

  test.each([
    [1, 1],
    [9, 4],
    [31, 40],
    [64, 33],
  ])("sparse columns less their means, %i x %i", (n, p) =>
    lw.scope(() => {
      const input = { ...sparse(n, p, 0.3, 11, reals), type };
      const C = lw.csr(input).toCsc().transposed as CsrMatrix;
      const x = lw.csr(input).toDense().data;
      const [t, s] = [reals(n, 12), reals(n, 13).map((w, i) => (i % 5 === 2 ? 0 : Math.abs(w)))];
      for (const weights of [undefined, s])
        for (const centred of [true, false]) {
          const total = weights ? weights.reduce((a, b) => a + b, 0) : n;
          const [means, squares] = [lw.vector(p, { type }), lw.vector(p, { type })];
          const columns = { C, means, squares, weights: weights && vector(weights), total };
          cd.sparseMoments(columns, centred);
          const want = oracle.weighted(x, n, p, weights, centred);
          near(means.data, want.means, n, "means");
          near(
            squares.data,
            oracle.gram(want.Z, n, p).filter((_, at) => at % (p + 1) === 0),
            2 * n,
            "squares",
          );
          const list = Uint32Array.from({ length: p }, (_, k) => p - 1 - k);
          const Z = oracle.reordered(want.Z, n, list);
          const G = lw.matrix(p + 1, p + 1, undefined, { type });
          cd.growSparseGram(G, columns, 0, list.subarray(0, p >> 1));
          cd.growSparseGram(G, columns, p >> 1, list);
          near(corner(G, p), oracle.gram(Z, n, p), 2 * n, "G");
          const roots = s.map((w) => (weights ? Math.sqrt(w) : 1));
          // u = weights o t has the products z_j'(roots o t).
          const u = vector(t.map((v, i) => v * (weights ? (weights[i] as number) : 1)));
          const target = t.map((v, i) => v * (roots[i] as number));
          const mass = (u.data as Float64Array).reduce((a, b) => a + b, 0);
          near(cd.correlateSparse(columns, u, list, mass), oracle.products(Z, target, n, p), 4 * n, "products");
          const passes = oracle.passes(Z, target, n, p, terms, 2);
          const [w, left] = [lw.vector(p, { type }), u.clone()];
          cd.descendSparse(w, u, columns, list, terms, 2);
          near(w.data, passes.w, 8 * n, "w");
          cd.removeSparse(left, w, columns, list);
          near(u.data, Array.from(left.data), 8 * n, "u");
        }
    }),
  );
});

test("scratch of sparse Gram matrices is left to the next as zeros", () =>
  lw.scope(() => {
    const C = lw.csr({ rows: 2, cols: 3, indptr: [0, 2, 4], indices: [0, 1, 1, 2], values: integers(4, 1) });
    const zeros = (length: number) => Vector.zeros(engine, "f64", length);
    const columns = { C, means: zeros(2), squares: zeros(2), weights: undefined, total: 3 };
    const G = [lw.matrix(2, 2), lw.matrix(2, 2)] as const;
    for (const each of G) cd.growSparseGram(each, columns, 0, Uint32Array.of(0, 1));
    equal(G[0].data, G[1].data);
    const [a, b, c, d] = integers(4, 1) as [number, number, number, number];
    equal(G[0].data, [a * a + b * b, b * c, b * c, c * c + d * d]);
  }));

/** The leading m x m part. */
function corner(G: Matrix, m: number): number[] {
  return Array.from({ length: m * m }, (_, at) => G.data[Math.floor(at / m) * G.cols + (at % m)] as number);
}

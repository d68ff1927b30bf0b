import { describe, expect, test } from "vitest";
import { assignment, assignRows, tryRows } from "../../src/kernels/cluster.ts";
import { equal, within } from "../compare.ts";
import { eps, integers, reals, types } from "../data.ts";
import { lw } from "../instance.ts";
import { distancesTo } from "../oracle/cluster.ts";

const rowsOf = (numbers: readonly number[], d: number, n: number): number[][] =>
  Array.from({ length: n }, (_, i) => numbers.slice(i * d, (i + 1) * d));

describe.each(types)("in %s", (type) => {
  test.each([
    [0, 1, 3],
    [1, 1, 1],
    [5, 3, 0],
    [3, 2, 4],
    [7, 4, 5],
    [47, 7, 8],
    [48, 8, 2],
    [49, 9, 7],
    [97, 17, 3],
    [101, 50, 33],
    [53, 31, 257],
    [61, 5, 520],
  ])("%i rows to the nearest of %i centres of %i numbers, their distances and sums exact", (n, k, d) =>
    lw.scope(() => {
      const [x, c] = [integers(n * d, n + k), integers(k * d, d + 1)];
      const X = lw.matrix(n, d, x, { type });
      const found = assignment(X, k);
      found.labels.fill(77);
      const total = assignRows(found, X, lw.matrix(k, d, c, { type }));
      const [rows, centres] = [rowsOf(x, d, n), rowsOf(c, d, k)];
      const best = distancesTo(rows, centres);
      const own = rows.map((row, i) => distancesTo([row], [centres[found.labels[i]!]!])[0]!);
      // Scores are rounded: a centre may be taken for one that is nearer by so much.
      for (const [i, distance] of own.entries())
        expect(distance - best[i]!).toBeLessThanOrEqual(8 * (d + 4) * eps[type] * 81 * d);
      equal(found.distances, own, "distances");
      expect(total).toBe(own.reduce((a, b) => a + b, 0));
      const [sums, counts] = [new Array<number>(k * d).fill(0), new Array<number>(k).fill(0)];
      for (const [i, row] of rows.entries()) {
        counts[found.labels[i]!]!++;
        for (const [q, v] of row.entries()) sums[found.labels[i]! * d + q]! += v;
      }
      equal(found.sums, sums, "sums");
      equal(found.counts, counts, "counts");
    }),
  );

  test.each([1, 2, 3, 4, 5, 7, 8, 9, 13, 31])("of equal centres the first, whichever lane it is in: %i", (k) =>
    lw.scope(() => {
      const X = lw.matrix(1, 3, [3, 1, 2], { type });
      for (let first = 0; first < k; first++) {
        const C = lw.matrix(k, 3, undefined, { type });
        for (let j = 0; j < k; j++) C.data.set(j < first ? [9, -9, j] : [2.5, 0.75, 2.25], 3 * j);
        const found = assignment(X, k);
        assignRows(found, X, C);
        expect(found.labels[0]).toBe(first);
      }
    }),
  );

  test("points far from the origin are told apart as well as their numbers are", () =>
    lw.scope(() => {
      const far = type === "f64" ? 2 ** 40 : 2 ** 14;
      const [x, c] = [integers(3 * 200, 1).map((v) => v + far), integers(3 * 20, 2).map((v) => v + far)];
      const [X, found] = [lw.matrix(200, 3, x, { type }), assignment({ rows: 200, cols: 3, type } as never, 20)];
      assignRows(found, X, lw.matrix(20, 3, c, { type }));
      const [rows, centres] = [rowsOf(x, 3, 200), rowsOf(c, 3, 20)];
      const best = distancesTo(rows, centres);
      for (const [i, distance] of found.distances.entries())
        expect(distance - best[i]!).toBeLessThanOrEqual(8 * eps[type] * far * 18);
      expect(found.distances.filter((v, i) => v === best[i]).length).toBeGreaterThan(190);
    }));

  test.each([
    [1, 1, 0],
    [5, 1, 1],
    [6, 3, 3],
    [33, 5, 8],
    [97, 2, 13],
  ])("%i rows and %i candidates of %i numbers: distances to the nearest, and their sums", (n, t, d) =>
    lw.scope(() => {
      const [x, given] = [reals(n * d, n), reals(n, 3).map((v) => Math.abs(v) * d)];
      const X = lw.matrix(n, d, x, { type });
      const candidates = Uint32Array.from({ length: t }, (_, c) => (7 * c + 2) % n);
      const closest = X.data.constructor === Float32Array ? Float32Array.from(given) : Float64Array.from(given);
      const { totals, distances } = tryRows(X, candidates, closest);
      const rows = rowsOf(x, d, n);
      for (const [c, row] of candidates.entries()) {
        const want = distancesTo(rows, [rows[row]!]).map((v, i) => Math.min(v, closest[i]!));
        within(distances.subarray(c * n, (c + 1) * n), want, type, d + 2, want);
        expect(Math.abs(totals[c]! - want.reduce((a, b) => a + b, 0))).toBeLessThanOrEqual((d + 2) * eps[type] * n * d);
      }
    }),
  );
});

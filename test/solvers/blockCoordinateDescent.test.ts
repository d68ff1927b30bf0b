import { describe, expect, test } from "vitest";
import { blockCoordinateDescent, run } from "../../src/index.ts";
import { labelled, reals, types } from "../data.ts";
import { lw } from "../instance.ts";
import { groupCertificate, groupMinimum, largestGroup, partition } from "../oracle/groups.ts";

describe.each(types)("block coordinate descent in %s", (type) => {
  test("a working set too large for a Gram matrix is solved by columns", () =>
    lw.scope(() => {
      const [rows, cols] = [6, 2100];
      const X = reals(rows * cols, 41);
      const y = reals(rows, 42);
      const labels = Array.from({ length: cols }, (_, j) => Math.floor(j / 7));
      const x = lw.vector(
        reals(cols, 43).map((v) => v / 100),
        { type },
      );
      const dense = lw.matrix(rows, cols, X, { type });
      const loose = type === "f64" ? 1e-8 : 1e-4;
      for (const A of [dense, lw.sparsify(dense)]) {
        const options = { groups: labels, group: 0.5, l1: 0.05, intercept: true, tolerance: loose, x: x.clone() };
        const fit = run(blockCoordinateDescent(A, lw.vector(y, { type }), options), {
          tolerance: loose,
          maxIterations: 50,
        });
        const problem = { rows, cols, X, y, intercept: true, groups: partition(labels), group: 0.5, l1: 0.05 };
        const truth = groupCertificate(problem, [...fit.x.data]);
        expect([fit.converged, fit.workingSet]).toEqual([true, cols]);
        expect(truth.gap).toBeLessThan((1.01 * loose + (type === "f64" ? 1e-12 : 2e-5)) * truth.scale);
      }
    }));
});

test("screening discards no group with a coefficient that is not 0, over 400 problems", () => {
  let discarded = 0;
  for (let seed = 0; seed < 400; seed++) {
    const [rows, cols] = [3 + (seed % 9), 2 + (seed % 23)];
    const labels = labelled(cols, 1 + (seed % 7), seed);
    const X = reals(rows * cols, 70_000 + 3 * seed);
    const y = reals(rows, 90_000 + seed);
    const plain = { rows, cols, X, y, intercept: seed % 2 === 1, groups: partition(labels), l1: 0, group: 1 };
    const most = largestGroup(plain);
    if (most < 1e-9) continue;
    const part = [0.95, 0.6, 0.3, 0.1][seed % 4] ?? 1;
    const l1 = seed % 3 === 0 ? 0.4 * part * most : 0;
    const problem = { ...plain, group: part * most, l1 };
    const w = groupMinimum(problem);
    lw.scope(() => {
      const A = lw.matrix(rows, cols, X);
      const seen = new Uint8Array(cols);
      const options = { groups: labels, group: part * most, l1, intercept: plain.intercept, tolerance: 1e-10 };
      run(blockCoordinateDescent(A, lw.vector(y), options), {
        tolerance: 1e-10,
        onProgress: ({ screened }) => {
          for (let j = 0; j < cols; j++) {
            if (!screened[j] || seen[j]) continue;
            if (Math.abs(w[j] ?? 0) > 1e-8) expect.fail(`problem ${seed}, column ${j}: ${w[j]}`);
            seen[j] = 1;
            discarded++;
          }
        },
      });
    });
  }
  expect(discarded).toBeGreaterThan(400);
});

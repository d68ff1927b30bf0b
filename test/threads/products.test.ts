// Products on several threads have the bits of the same products on one.
import { describe, expect, test } from "vitest";
import type { CsrMatrix } from "../../src/arrays/csr.ts";
import type { Floats, Real } from "../../src/core/types.ts";
import { gemm, syrk } from "../../src/kernels/dense.ts";
import { bsrMm } from "../../src/kernels/bsr.ts";
import { csrMm } from "../../src/kernels/csr.ts";
import type { Lanewise } from "../../src/lanewise.ts";
import { lassoPath } from "../../src/models/lassoPath.ts";
import { l1 } from "../../src/prox/l1.ts";
import { run } from "../../src/core/run.ts";
import { proximalGradient } from "../../src/solvers/proximalGradient.ts";
import { reals as fresh, types, words } from "../data.ts";
import { lw } from "../instance.ts";
import { eager, teamOf } from "./instance.ts";

const [two, three] = [await eager(2), await eager(3)];

/** Numbers are made once for all instances. */
const made = new Map<string, number[]>();
function reals(n: number, seed: number): number[] {
  const key = `${n} ${seed}`;
  const numbers = made.get(key) ?? fresh(n, seed);
  made.set(key, numbers);
  return numbers;
}

const bits = (data: Floats): Uint8Array => new Uint8Array(data.slice().buffer);

/** Runs `job` on one thread, on two and on three, and compares what it returns bit by bit. Returns how often work was shared. */
function same(job: (on: Lanewise) => Floats): number {
  const expected = bits(lw.scope(() => job(lw)));
  let shared = 0;
  for (const on of [two, three]) {
    const team = teamOf(on);
    const { run } = team;
    team.run = (calls) => {
      shared++;
      run.call(team, calls);
    };
    const got = bits(on.scope(() => job(on)));
    delete (team as Partial<typeof team>).run;
    expect(Buffer.compare(got, expected)).toBe(0);
    expect(on.memory.bytes).toBe(0);
  }
  return shared;
}

/** rows x cols with about `density` of the entries, and none in most rows where it is skewed. */
function sparse(on: Lanewise, type: Real, rows: number, cols: number, density: number, skewed = false): CsrMatrix {
  const next = words(rows * 31 + cols);
  const indptr = [0];
  const indices: number[] = [];
  for (let i = 0; i < rows; i++) {
    const empty = skewed ? i % 97 !== 5 : i % 7 === 3;
    for (let j = 0; j < cols; j++) if (!empty && next() / 2 ** 32 < density) indices.push(j);
    indptr.push(indices.length);
  }
  return on.csr({ rows, cols, indptr, indices, values: reals(indices.length, 3), type });
}

const shapes: [m: number, n: number, k: number][] = [
  [0, 5, 7],
  [5, 0, 7],
  [5, 7, 0],
  [1, 1, 1],
  [2, 300, 40],
  [300, 2, 40],
  [97, 101, 103],
  [149, 1, 257],
  [131, 1031, 17],
  [509, 97, 263],
  [480, 49, 5],
];

describe.each(types)("%s, the bits of one thread:", (type) => {
  const matrix = (on: Lanewise, m: number, n: number, seed: number) => on.matrix(m, n, reals(m * n, seed), { type });

  test.each(shapes)("gemm %i x %i x %i, as it is and transposed, with what follows", (m, n, k) => {
    let shared = 0;
    for (const transposeA of [false, true])
      for (const transposeB of [false, true])
        for (const perRow of [false, true])
          shared += same((on) => {
            const A = transposeA ? matrix(on, k, m, 1) : matrix(on, m, k, 1);
            const B = transposeB ? matrix(on, n, k, 2) : matrix(on, k, n, 2);
            const out = matrix(on, m, n, 3);
            const bias = on.vector(reals(perRow ? m : n, 4), { type });
            const scale = { alpha: 1.25, beta: -0.75, transposeA, transposeB };
            gemm(out, A, B, { ...scale, bias, perRow, activation: "gelu" });
            gemm(out, A, B, scale);
            return out.toArray();
          });
    if (Math.max(m, n) >= 96 && k > 0) expect(shared).toBeGreaterThan(0);
  });

  test.each([0, 1, 5, 48, 97, 257, 499])("syrk of %i rows", (n) => {
    let shared = 0;
    for (const transpose of [false, true])
      shared += same((on) => {
        const k = 37;
        const out = matrix(on, n, n, 3);
        syrk(out, transpose ? matrix(on, k, n, 1) : matrix(on, n, k, 1), { alpha: 1.25, beta: -0.75, transpose });
        return out.toArray();
      });
    if (n >= 96) expect(shared).toBeGreaterThan(0);
  });

  test.each([
    [0, 3, 4],
    [1, 1, 1],
    [2, 41, 33],
    [101, 103, 1],
    [101, 103, 7],
    [499, 211, 67],
  ])("csr %i x %i by %i columns, rows even and skewed", (m, n, k) => {
    for (const skewed of [false, true]) {
      const shared = same((on) => {
        const A = sparse(on, type, m, n, 0.3, skewed);
        const out = matrix(on, m, k, 3);
        for (const perRow of [false, true]) {
          const bias = on.vector(reals(perRow ? m : k, 4), { type });
          csrMm(out, A, matrix(on, n, k, 2), { alpha: 1.25, beta: -0.75, bias, perRow, activation: "silu" });
        }
        A.apply(on.vector(m, { type }), on.vector(reals(n, 5), { type }));
        return out.toArray();
      });
      if (m > 100) expect(shared).toBeGreaterThan(0);
    }
  });

  test.each([
    [1, 1],
    [4, 4],
    [3, 5],
    [16, 8],
  ])("bsr in blocks of %i x %i", (blockRows, blockCols) => {
    for (const [m, n, k] of [
      [1, 1, 2],
      [67, 59, 33],
      [257, 131, 129],
      [61, 4500, 70],
    ] as const) {
      const shared = same((on) => {
        const A = on.bsrFromCsr(sparse(on, type, m, n, 0.02), [blockRows, blockCols]);
        const out = matrix(on, m, k, 3);
        bsrMm(out, A, matrix(on, n, k, 2), { alpha: 1.25, beta: -0.75 });
        const mine = A.linear(matrix(on, k, n, 6)).toArray();
        out.data.forEach((value, i) => {
          mine[i] = (mine[i] as number) * 3 + value;
        });
        return mine;
      });
      if (m > 200) expect(shared).toBeGreaterThan(0);
    }
  });

  test.each([2, 3, 4] as const)("lut of %i bits", (wide) => {
    for (const [m, n] of [
      [1, 5],
      [97, 131],
      [257, 515],
    ] as const) {
      const shared = same((on) => {
        const A = on.quantize(matrix(on, m, n, 1), { bits: wide, iterations: 2 });
        const results: number[] = [];
        for (const batch of [1, 3, 7, 29]) {
          const X = matrix(on, batch, n, 2 + batch);
          const bias = on.vector(reals(m, 4), { type });
          for (const activations of type === "f32" ? (["exact", "int8"] as const) : (["exact"] as const))
            results.push(...A.linear(X, { bias, activation: "gelu", activations }).data);
          results.push(...A.matmul(X.transpose()).data);
        }
        results.push(...A.matmul(on.vector(reals(n, 9), { type })).data);
        return Float64Array.from(results);
      });
      if (m >= 96) expect(shared).toBeGreaterThan(0);
    }
  });

  test("products with vectors", () => {
    const shared = same((on) => {
      const A = matrix(on, 301, 611, 1);
      const [y, z] = [on.vector(301, { type }), on.vector(611, { type })];
      A.apply(y, on.vector(reals(611, 2), { type }));
      A.adjoint(z, y);
      return Float64Array.of(...y.data, ...z.data);
    });
    expect(shared).toBe(4);
  });

  test.each([
    [1500, 1100],
    [700, 3001],
  ])("FISTA with a %i x %i matrix, dense and compressed", (m, n) => {
    const shared = same((on) => {
      const A = matrix(on, m, n, 1);
      const b = on.vector(reals(m, 2), { type });
      const dense = run(proximalGradient(A, b, l1(0.5), 1e-3), { maxIterations: 5 });
      const compressed = run(proximalGradient(on.sparsify(A, 0.2), b, l1(0.5), 1e-3), { maxIterations: 3 });
      return Float64Array.of(...dense.x.data, dense.residual, ...compressed.x.data, compressed.residual);
    });
    expect(shared).toBeGreaterThan(0);
  });

  test("a lasso path", () => {
    const shared = same((on) => {
      const X = matrix(on, 120, 400, 1);
      const y = on.vector(reals(120, 2), { type });
      const path = lassoPath(X, y, { nAlphas: 12, eps: 0.05, tolerance: 1e-4 });
      return Float64Array.of(...path.coefficients.values, ...path.gaps, ...path.intercepts);
    });
    expect(shared).toBeGreaterThan(0);
  });
});

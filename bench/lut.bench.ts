/** Weights as 4-bit codes into a table a row: the product, and the making of codes and tables. */
import type { Real } from "../src/core/types.ts";
import { LutMatrix } from "../src/arrays/lut.ts";
import type { Lanewise } from "../src/lanewise.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { lutMv as plain, nearest, quantize as plainQuantize } from "./js/lut.ts";

/**
 * Even tables, of which scaled integers (what others call 4-bit) are a case: entry c of row i is (c - 8)*scale_i. With `bend`,
 * as those that are learned are: the further out, the further apart.
 */
function weights(lw: Lanewise, type: Real, m: number, n: number, bend = 0) {
  const w = normal(lw, m * n, type, 1);
  const scales = zeros(w, m).fill(0.375);
  for (let i = 0; i < m; i++) scales[i]! += (i % 16) / 64;
  const given = zeros(w, m * 16);
  for (let c = 0; c < given.length; c++) {
    const z = (c % 16) - 8;
    given[c] = (z + bend * z * Math.abs(z)) * (scales[c >> 4] as number);
  }
  const W = lw.matrix(m, n, w);
  const A = LutMatrix.encode(W, given);
  W.dispose();
  return { A, D: A.toDense(), given, scales, codes: A.codes.slice() };
}

type Activations = "exact" | "int8";

/** One vector; `learned`: tables that are no even grids, which no peer has. */
export const lutMvCase = (
  type: Real,
  m: number,
  n: number,
  activations: Activations = "exact",
  learned = false,
): Case => ({
  name: `lut-mv${learned ? "-learned" : ""}${activations === "exact" ? "" : "-int8"}`,
  type,
  sizes: { m, n },
  setup(lw) {
    const { A, D, given, scales, codes } = weights(lw, type, m, n, learned ? 0.03 : 0);
    const x = normal(lw, n, type, 2);
    const [X, Y, Z] = [lw.vector(x), lw.vector(zeros(x, m)), lw.vector(zeros(x, m))];
    const [y, js] = [zeros(x, m), fresh(plain)];
    return {
      arrays: [A, D, X, Y, Z],
      work: { flops: 2 * m * n, bytes: A.bytes },
      ours: () => A.apply(Y, X, { activations }),
      js: () => js(m, n, codes, given, x, y),
      dense: () => D.apply(Z, X),
      result: () => Y.toArray(),
      reference: () => {
        const out = new Float64Array(m);
        fresh(plain)(m, n, codes, Float64Array.from(given), Float64Array.from(x), out);
        return out;
      },
      ...(learned
        ? {}
        : { task: { op: "lut-mv", type, sizes: { m, n }, arrays: { codes, scales, dense: D.toArray(), x } } }),
    };
  },
});

/** k vectors, the rows of X: X*W'. */
export const lutMmCase = (type: Real, m: number, n: number, k: number, activations: Activations = "exact"): Case => ({
  name: activations === "exact" ? "lut-mm" : "lut-mm-int8",
  type,
  sizes: { m, n, k },
  setup(lw) {
    const { A, D, given, scales, codes } = weights(lw, type, m, n);
    const x = normal(lw, k * n, type, 2);
    const [X, Y] = [lw.matrix(k, n, x), lw.matrix(k, m, zeros(x, k * m))];
    return {
      arrays: [A, D, X, Y],
      work: { flops: 2 * m * n * k, bytes: A.bytes + X.bytes + Y.bytes },
      ours: () => A.linearInto(Y, X, { activations }),
      dense: () => X.matmul(D, { transposeB: true }).dispose(),
      result: () => Y.toArray(),
      reference: () => {
        const [out, tables, rows, js] = [
          new Float64Array(k * m),
          Float64Array.from(given),
          Float64Array.from(x),
          fresh(plain),
        ];
        for (let b = 0; b < k; b++)
          js(m, n, codes, tables, rows.subarray(b * n, b * n + n), out.subarray(b * m, b * m + m));
        return out;
      },
      task: { op: "lut-mm", type, sizes: { m, n, k }, arrays: { codes, scales, dense: D.toArray(), x } },
    };
  },
});

const STEPS = 10;

/** The result is how far each entry is from its code's entry; the reference, from the nearest of its row's table. */
export const quantizeCase = (type: Real, m: number, n: number): Case => ({
  name: "quantize",
  type,
  sizes: { m, n, k: STEPS },
  setup(lw) {
    const w = normal(lw, m * n, type, 1);
    const W = lw.matrix(m, n, w);
    const [tables, codes, js] = [zeros(w, m * 16), new Uint8Array(m * n), fresh(plainQuantize)];
    let last = lw.quantize(W, { iterations: STEPS });
    return {
      arrays: [W, { dispose: () => last.dispose() }],
      work: { bytes: W.bytes },
      ours: () => {
        last.dispose();
        last = lw.quantize(W, { iterations: STEPS });
      },
      js: () => js(m, n, STEPS, w, tables, codes),
      result: () => {
        const dense = last.toDense();
        const far = Float64Array.from(dense.data, (v, i) => Math.abs(v - (w[i] as number)));
        dense.dispose();
        return far;
      },
      reference: () => {
        const [exact, table, code] = [Float64Array.from(w), Float64Array.from(last.tables), new Uint8Array(m * n)];
        fresh(nearest)(m, n, exact, table, code);
        return exact.map((v, i) => Math.abs(v - (table[16 * Math.floor(i / n) + (code[i] as number)] as number)));
      },
    };
  },
});

export const cases: Case[] = [
  lutMvCase("f32", 4096, 4096),
  lutMvCase("f32", 4096, 4096, "int8"),
  lutMvCase("f32", 4096, 4096, "exact", true),
  lutMvCase("f32", 4096, 4096, "int8", true),
  lutMvCase("f64", 4096, 4096),
  ...[16, 128].flatMap((k) => [lutMmCase("f32", 4096, 4096, k), lutMmCase("f32", 4096, 4096, k, "int8")]),
  quantizeCase("f32", 1024, 1024),
  quantizeCase("f64", 1024, 1024),
];

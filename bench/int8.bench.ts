/** Weights as whole numbers of 8 bits with a scale a row: the product with one vector and with several. */
import type { Real } from "../src/core/types.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { int8Mv as plain } from "./js/int8.ts";

type Activations = "exact" | "int8";

/** k vectors, the rows of X: X*W'. */
export const int8Case = (type: Real, m: number, n: number, k: number, activations: Activations = "exact"): Case => ({
  name: `int8-${k === 1 ? "mv" : "mm"}${activations === "exact" ? "" : "-int8"}`,
  type,
  sizes: k === 1 ? { m, n } : { m, n, k },
  setup(lw) {
    const W = lw.matrix(m, n, normal(lw, m * n, type, 1));
    const A = lw.int8(W);
    W.dispose();
    const D = A.toDense();
    const [values, scale] = [A.unpack(), A.scale.slice()];
    const x = normal(lw, k * n, type, 2);
    const [X, Y, V, U] = [lw.matrix(k, n, x), lw.matrix(k, m, zeros(x, k * m)), lw.vector(x), lw.vector(zeros(x, m))];
    const [y, js] = [zeros(x, m), fresh(plain)];
    const one = k === 1;
    return {
      arrays: [A, D, X, Y, V, U],
      work: { flops: 2 * m * n * k, bytes: A.bytes + X.bytes + Y.bytes },
      ours: () => (one ? A.apply(U, V, { activations }) : A.linearInto(Y, X, { activations })),
      ...(one ? { js: () => js(m, n, values, scale, x, y) } : {}),
      dense: () => (one ? D.apply(U, V) : X.matmul(D, { transposeB: true }).dispose()),
      result: () => {
        if (one) A.apply(U, V, { activations });
        return one ? U.toArray() : Y.toArray();
      },
      reference: () => {
        const [out, scales, rows] = [new Float64Array(k * m), Float64Array.from(scale), Float64Array.from(x)];
        const exact = fresh(plain);
        for (let b = 0; b < k; b++)
          exact(m, n, values, scales, rows.subarray(b * n, b * n + n), out.subarray(b * m, b * m + m));
        return out;
      },
      task: {
        op: "int8-mm",
        tolerance: 0.05,
        type,
        sizes: { m, n, k },
        arrays: { values: new Uint8Array(values.buffer), scales: scale, dense: D.toArray(), x },
      },
    };
  },
});

export const cases: Case[] = [
  int8Case("f32", 4096, 4096, 1),
  int8Case("f32", 4096, 4096, 1, "int8"),
  ...[16, 128].flatMap((k) => [int8Case("f32", 4096, 4096, k), int8Case("f32", 4096, 4096, k, "int8")]),
];

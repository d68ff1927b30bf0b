/** C = A*B, all in compressed sparse rows, to a new C. What is compared is C*v for a vector v: C may have many entries. */
import type { CsrMatrix } from "../src/arrays/csr.ts";
import type { Floats, Real } from "../src/core/types.ts";
import type { Case } from "./case.ts";
import { normal, pattern } from "./data.ts";
import { fresh } from "./fresh.ts";
import { csrMv } from "./js/csr.ts";
import { spgemm as plain } from "./js/spgemm.ts";

export const spgemmCase = (type: Real, m: number, n: number, k: number, density: number): Case => ({
  name: "spgemm",
  type,
  sizes: { m, n, k, density },
  setup(lw) {
    const [a, b] = [pattern(lw, m, k, density, 1), pattern(lw, k, n, density, 2)];
    const [av, bv] = [normal(lw, a.indices.length, type, 3), normal(lw, b.indices.length, type, 4)];
    const v = normal(lw, n, type, 5);
    const [A, B] = [lw.csr({ rows: m, cols: k, ...a, values: av }), lw.csr({ rows: k, cols: n, ...b, values: bv })];
    const js = fresh(plain);
    const multiply = (x: Floats, y: Floats) => js(m, n, a.indptr, a.indices, x, b.indptr, b.indices, y);
    let flops = 0;
    for (const j of a.indices) flops += 2 * ((b.indptr[j + 1] as number) - (b.indptr[j] as number));
    let last: CsrMatrix = A.matmul(B);
    return {
      arrays: [A, B, { dispose: () => last.dispose() }],
      work: { flops, bytes: A.bytes + B.bytes + last.bytes },
      ours: () => {
        last.dispose();
        last = A.matmul(B);
      },
      js: () => multiply(av, bv),
      result: () => times(m, last.indptr, last.indices, Float64Array.from(last.values), Float64Array.from(v)),
      reference: () => {
        const product = fresh(plain);
        const [x, y] = [Float64Array.from(av), Float64Array.from(bv)];
        const { indptr, indices, values } = product(m, n, a.indptr, a.indices, x, b.indptr, b.indices, y);
        return times(m, indptr, indices, values, Float64Array.from(v));
      },
      task: {
        op: "spgemm",
        type,
        sizes: { m, n, k, density },
        arrays: { ...a, values: av, indptrB: b.indptr, indicesB: b.indices, valuesB: bv, v },
      },
    };
  },
});

function times(m: number, indptr: Uint32Array, indices: Uint32Array, values: Floats, v: Floats): Floats {
  const out = new Float64Array(m);
  fresh(csrMv)(m, indptr, indices, values, v, out);
  return out;
}

export const cases: Case[] = (["f32", "f64"] as const).flatMap((type) => [
  spgemmCase(type, 2048, 2048, 2048, 0.01),
  spgemmCase(type, 16384, 16384, 16384, 0.0005),
]);

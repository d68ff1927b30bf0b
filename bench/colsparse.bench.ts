/** y = A*x for an x of which a part is zero, past the last cache, beside the same product with all of A read. */
import type { ColumnMatrix } from "../src/arrays/columns.ts";
import type { LutMatrix } from "../src/arrays/lut.ts";
import type { LutColumns } from "../src/arrays/lutColumns.ts";
import type { Matrix } from "../src/arrays/matrix.ts";
import type { Floats, Real } from "../src/core/types.ts";
import type { Lanewise } from "../src/lanewise.ts";
import type { Case } from "./case.ts";
import { normal, transposed, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { columnsMv as plain } from "./js/colsparse.ts";

/** A vector of which about `density` is not zero, and W*x by the columns that count beside D*x; w: the same numbers by columns. */
function products(lw: Lanewise, W: ColumnMatrix | LutColumns, D: Matrix | LutMatrix, w: Floats, density: number) {
  const { rows: m, cols: n, type } = D;
  const chosen = lw.scope(() => lw.random(3).uniform(n, "f64").toArray());
  const x = normal(lw, n, type, 2).map((v, j) => (chosen[j]! < density ? v : 0));
  const [X, Y, Z] = [lw.vector(x), lw.vector(zeros(x, m)), lw.vector(zeros(x, m))];
  const [y, js] = [zeros(x, m), fresh(plain)];
  const read = chosen.filter((u) => u < density).length;
  return {
    x,
    arrays: [W, D, X, Y, Z],
    work: { flops: 2 * m * read, bytes: (W.bytes / n) * read },
    ours: () => W.apply(Y, X, { threshold: 0 }),
    js: () => js(m, n, w, x, y),
    dense: () => D.apply(Z, X),
    result: () => Y.toArray(),
    reference: () => {
      const out = new Float64Array(m);
      fresh(plain)(m, n, Float64Array.from(w), Float64Array.from(x), out);
      return out;
    },
  };
}

export const colsparseMvCase = (type: Real, m: number, n: number, density: number): Case => ({
  name: "colsparse-mv",
  type,
  sizes: { m, n, density },
  setup(lw) {
    const dense = normal(lw, m * n, type, 1);
    const D = lw.matrix(m, n, dense);
    const { x, ...measured } = products(lw, lw.colsparse(D), D, transposed(dense, m, n), density);
    return {
      ...measured,
      task: { op: "colsparse-mv", type, sizes: { m, n, columns: 1, density }, arrays: { dense, x } },
    };
  },
});

/** The same with W in nf4 by groups of 128, beside the product of all of its codes. */
export const colsparseLutCase = (type: Real, m: number, n: number, density: number): Case => ({
  name: "colsparse-lut",
  type,
  sizes: { m, n, density },
  setup(lw) {
    const full = lw.matrix(m, n, normal(lw, m * n, type, 1));
    const D = lw.quantize(full, { format: "nf4", groupSize: 128 });
    full.dispose();
    const stood = D.toDense();
    const w = transposed(stood.toArray(), m, n);
    stood.dispose();
    const { x: _, ...measured } = products(lw, lw.colsparse(D), D, w, density);
    return measured;
  },
});

export const cases: Case[] = [
  ...(["f32", "f64"] as const).flatMap((type) =>
    [0.6, 0.5, 0.1].map((density) => colsparseMvCase(type, 4096, 4096, density)),
  ),
  ...[0.5, 0.1].map((density) => colsparseLutCase("f32", 4096, 4096, density)),
];

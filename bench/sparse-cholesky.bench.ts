/**
 * x = A^-1 b for the Laplacian of a grid: analysis, numbers and one solution; and the numbers alone, on an analysis made before.
 * Plain JavaScript is given our order of elimination and need not find one.
 */
import type { Floats, Real } from "../src/core/types.ts";
import type { Lanewise } from "../src/lanewise.ts";
import { analyzeCholesky, type SparseCholesky } from "../src/linalg/sparseCholesky.ts";
import type { Case, Subject } from "./case.ts";
import { fresh } from "./fresh.ts";
import { sparseCholesky as plain } from "./js/sparsefactor.ts";
import { laplacian } from "./laplacian.ts";

type Problem = ReturnType<typeof laplacian>;

function prepared(lw: Lanewise, side: number, type: Real, once: boolean): Subject {
  const problem = laplacian(side, type);
  const { n, indptr, indices, values, b } = problem;
  const A = lw.csr({ rows: n, cols: n, indptr, indices, values });
  const right = lw.vector(b);
  const x = lw.vector(n, { type });
  const analysis = analyzeCholesky(A);
  const { permutation, counts, nnz } = analysis;
  const permuted = inOrder(problem, permutation);
  const solve = (like: Floats, run: typeof plain) => {
    const convert = (of: Floats) => new (like.constructor as Float64ArrayConstructor)(of);
    const y = run(n, permuted.indptr, permuted.indices, convert(permuted.values), convert(permuted.b));
    const out = convert(y);
    for (let k = 0; k < n; k++) out[permutation[k] as number] = y[k] as number;
    return out;
  };
  const js = fresh(plain);
  const finish = (F: SparseCholesky) => {
    x.data.set(right.data);
    F.solveInto(x);
    F.dispose();
  };
  let flops = 4 * nnz;
  for (const c of counts) flops += c * c;
  return {
    arrays: [A, right, x, analysis],
    work: { flops, bytes: A.bytes + nnz * values.BYTES_PER_ELEMENT },
    ours: () => finish(once ? lw.sparseCholesky(A) : analysis.factor(A)),
    ...(once ? { js: () => solve(values, js) } : {}),
    result: () => x.toArray(),
    reference: () => solve(new Float64Array(0), fresh(plain)),
    ...(once ? { task: { op: "sparse-cholesky", type, sizes: { n }, arrays: { indptr, indices, values, b } } } : {}),
  };
}

/** P*A*P' and P*b, columns ascending. */
function inOrder({ n, indptr, indices, values, b }: Problem, permutation: Uint32Array): Problem {
  const inverse = new Uint32Array(n);
  for (const [k, node] of permutation.entries()) inverse[node] = k;
  const out = { n, indptr: new Uint32Array(n + 1), indices: indices.slice(), values: values.slice(), b: b.slice() };
  for (const [k, node] of permutation.entries()) {
    const row: (readonly [number, number])[] = [];
    for (let p = indptr[node] as number; p < (indptr[node + 1] as number); p++)
      row.push([inverse[indices[p] as number] as number, values[p] as number]);
    row.sort(([i], [j]) => i - j);
    const at = out.indptr[k] as number;
    for (const [place, [j, v]] of row.entries()) [out.indices[at + place], out.values[at + place]] = [j, v];
    out.indptr[k + 1] = at + row.length;
    out.b[k] = b[node] as number;
  }
  return out;
}

/** Analysis, numbers, one solution. */
export const sparseCholeskyCase = (type: Real, side: number): Case => ({
  name: "sparse-cholesky",
  type,
  sizes: { n: side * side },
  setup: (lw) => prepared(lw, side, type, true),
});

/** Numbers and one solution. */
export const sparseFactorCase = (type: Real, side: number): Case => ({
  name: "sparse-factor",
  type,
  sizes: { n: side * side },
  setup: (lw) => prepared(lw, side, type, false),
});

export const cases: Case[] = (["f32", "f64"] as const).flatMap((type) =>
  [100, 300].flatMap((side) => [sparseCholeskyCase(type, side), sparseFactorCase(type, side)]),
);

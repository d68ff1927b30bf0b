/**
 * npx tsx bench/methods/lossOmp.ts [--columns N] [--rows M] [--build simd|relaxed|auto]
 *
 * How fast columns are chosen: columns a millisecond for each of the six losses, beside plain JavaScript for the same; then a
 * whole pursuit of 40 columns.
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, lanewiseSync } from "../../src/entry/node.ts";
import { chooserOf } from "../../src/methods/sparse-recovery/lossOmp/choose.ts";
import { checkLoss, prepare } from "../../src/methods/sparse-recovery/lossOmp/problem.ts";
import { lossOmp } from "../../src/methods/sparse-recovery/index.ts";
import { unitColumns } from "../../test/problems/designs.ts";

const { values } = parseArgs({
  options: {
    columns: { type: "string", default: "4096" },
    rows: { type: "string", default: "512" },
    build: { type: "string", default: "auto" },
  },
});
const lw = lanewiseSync({ build: values.build as Build | "auto" });
console.log(`build ${lw.build}, ${process.release.name} ${process.versions.node}, ${cpus()[0]?.model}`);
const [m, n] = [Number(values.rows), Number(values.columns)];

/** The best of some rounds, in milliseconds. */
function best(call: () => unknown, rounds = 15): number {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    call();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** The choice of "lasso" as one would write it: columns as typed arrays. */
function plain(columns: readonly Float64Array[], r: Float64Array): number {
  let [at, most] = [-1, 0];
  for (let j = 0; j < columns.length; j++) {
    const a = columns[j]!;
    let g = 0;
    for (let i = 0; i < m; i++) g += a[i]! * r[i]!;
    if (g * g > most) [at, most] = [j, g * g];
  }
  return at;
}

const rows: Record<string, Record<string, string>> = {};
for (const type of ["f32", "f64"] as const)
  lw.scope(() => {
    const random = lw.random(1);
    const A = lw.matrix(m, n, unitColumns(random.normal(m * n).data, m, n), { type });
    const x = new Float64Array(n);
    const entries = random.normal(20).data;
    for (const [k, j] of random.permutation(n).slice(0, 20).entries()) x[j] = entries[k]!;
    const y = A.matmul(lw.vector(x, { type }));
    const noise = random.normal(m).data;
    y.data.set(y.data.map((v, i) => v + 0.02 * noise[i]!));
    for (const loss of ["lasso", "sr-lasso", "lad-lasso"] as const)
      for (const penalty of ["l0", "l1"] as const) {
        const options = { loss, penalty, lambda: 0.01 };
        const own: { dispose(): void }[] = [];
        const problem = prepare(A, checkLoss(A, y, options), own);
        const norm = loss === "lad-lasso" ? y.asum() : y.norm();
        const choose = chooserOf(problem, own);
        const once = best(() => choose(y, norm));
        const whole = best(() => lossOmp(A, y, { ...options, maxIter: 40 }).x.dispose(), 3);
        const row = rows[`${loss} ${penalty}`] ?? {};
        row[`${type} columns/ms`] = (n / once).toFixed(0);
        row[`${type} 40 columns, ms`] = whole.toFixed(1);
        rows[`${loss} ${penalty}`] = row;
        for (const array of own) array.dispose();
      }
    if (type === "f64") {
      const columns = Array.from({ length: n }, (_, j) =>
        Float64Array.from({ length: m }, (_, i) => A.data[i * n + j]!),
      );
      const r = Float64Array.from(y.data);
      rows["plain JavaScript, lasso"] = { "f64 columns/ms": (n / best(() => plain(columns, r))).toFixed(0) };
    }
  });
console.log(`choosing one of ${n} columns of ${m}`);
console.table(rows);

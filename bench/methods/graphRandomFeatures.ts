/**
 * npx tsx bench/methods/graphRandomFeatures.ts [--sizes 1000,...,32000] [--walks 16,64] [--sigma2 S] [--dense N] [--mode M] [--build B]
 *
 * The kernel (I + sigma2 L)^-2 of random graphs with about ten edges a node by random walks (sigma2 1 by default): seconds for both sets of
 * features, their numbers a row, the relative Frobenius error over 24 columns (exact ones by conjugate gradients), and how many times
 * as long a dense inverse by Cholesky takes, up to N nodes (default 4000).
 * @module
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Build, lanewiseSync } from "../../src/entry/node.ts";
import { cg, cholesky, type CsrMatrix, run, type Vector } from "../../src/index.ts";
import { laplacianKernel, regularisedLaplacianU } from "../../src/methods/kernel-methods/index.ts";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,2000,4000,8000,16000,32000" },
    walks: { type: "string", default: "16,64" },
    sigma2: { type: "string", default: "1" },
    dense: { type: "string", default: "4000" },
    mode: { type: "string", default: "iid" },
    build: { type: "string", default: "auto" },
  },
});
const lw = lanewiseSync({ build: values.build as Build });
const sigma2 = Number(values.sigma2);
const mode = values.mode as "iid" | "antithetic" | "reinforced";
console.log(`${cpus()[0]?.model}, Node ${process.version}, ${lw.build}; ${mode} walks, sigma2 = ${sigma2}`);
console.log("| nodes | walks | s | numbers a row | relative error | dense s | times as long |");
console.log("| --- | --- | --- | --- | --- | --- | --- |");

for (const n of values.sizes.split(",").map(Number))
  lw.scope(() => {
    const A = graph(n, 10);
    const { U, scale } = regularisedLaplacianU(A, sigma2);
    const system = eye(n).add(U, { beta: -1 });
    const columns = Array.from({ length: 24 }, (_, i) => Math.floor((i * n) / 24));
    const exact = columns.map((j) => solved(system, solved(system, unit(n, j))).data.map((v) => v * scale * scale));
    const dense =
      n > Number(values.dense)
        ? undefined
        : lw.scope(() => {
            const M = system.toDense();
            return timed(() => lw.scope(() => void cholesky(M).inverse()))[0];
          });
    for (const walks of values.walks.split(",").map(Number))
      lw.scope(() => {
        const [seconds, K] = timed(() => laplacianKernel(A, { walks, mode, sigma2 }));
        let [off, size] = [0, 0];
        columns.forEach((j, c) => {
          const got = lw.scope(() => K.apply(unit(n, j)).toArray());
          exact[c]!.forEach((v, i) => {
            off += (got[i]! - v) ** 2;
            size += v ** 2;
          });
        });
        const cells = [
          n,
          walks,
          seconds.toFixed(3),
          (K.features[0].nnz / n).toFixed(0),
          Math.sqrt(off / size).toFixed(4),
        ];
        const rival = dense === undefined ? ["", ""] : [dense.toFixed(2), (dense / seconds).toFixed(1)];
        console.log(`| ${[...cells, ...rival].join(" | ")} |`);
      });
  });

/** n nodes, each joined to `degree / 2` others drawn at random. */
function graph(n: number, degree: number): CsrMatrix {
  const draws = lw
    .random(n)
    .uniform((n * degree) / 2)
    .toArray();
  const joined = Array.from({ length: n }, () => new Set<number>());
  draws.forEach((u, e) => {
    const [i, j] = [e % n, Math.floor(u * n)];
    if (i === j) return;
    joined[i]!.add(j);
    joined[j]!.add(i);
  });
  const rows = joined.map((others) => [...others].sort((a, b) => a - b));
  const indptr = [0];
  for (const row of rows) indptr.push(indptr.at(-1)! + row.length);
  const indices = rows.flat();
  return lw.csr({ rows: n, cols: n, indptr, indices, values: new Float64Array(indices.length).fill(1) });
}

function eye(n: number): CsrMatrix {
  const indices = Array.from({ length: n }, (_, i) => i);
  return lw.csr({ rows: n, cols: n, indptr: [...indices, n], indices, values: new Float64Array(n).fill(1) });
}

function unit(n: number, j: number): Vector {
  const e = lw.vector(n);
  e.data[j] = 1;
  return e;
}

function solved(system: CsrMatrix, b: Vector): Vector {
  return run(cg(system, b), { tolerance: 1e-12, maxIterations: 1000 }).x;
}

function timed<T>(body: () => T): [seconds: number, result: T] {
  const start = performance.now();
  const result = body();
  return [(performance.now() - start) / 1000, result];
}

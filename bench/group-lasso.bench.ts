/** The group lasso by block coordinate descent at one alpha. One group of fifty is not 0, and there is noise. */
import type { Real } from "../src/core/types.ts";
import { groupLasso } from "../src/models/index.ts";
import type { Case } from "./case.ts";
import { normal, transposed, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { groupLasso as plain } from "./js/groupLasso.ts";

/** The alpha over the one that makes all coefficients 0. */
const PART = 0.1;

/** One fit to a gap of `tolerance` times ||b||^2 / m, groups of `block` neighbours. */
export const groupLassoCase = (type: Real, m: number, n: number, block: number, tolerance: number): Case => ({
  name: "group-lasso",
  type,
  sizes: { m, n, block },
  setup(lw) {
    const [a, b, size] = [normal(lw, m * n, type, 1), normal(lw, m, type, 2), normal(lw, n, type, 3)];
    for (let i = 0; i < m; i++)
      for (let g = 0; g < n; g += 50 * block) for (let j = g; j < g + block; j++) b[i]! += a[i * n + j]! * size[j]!;
    const slopes = new Float64Array(n);
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) slopes[j]! += a[i * n + j]! * b[i]!;
    let most = 0;
    for (let g = 0; g < n; g += block)
      most = Math.max(most, Math.hypot(...slopes.subarray(g, g + block)) / (m * Math.sqrt(block)));
    const alpha = PART * most;
    const groups = Uint32Array.from({ length: n }, (_, j) => Math.floor(j / block));
    const [A, B, columns] = [lw.matrix(m, n, a), lw.vector(b), transposed(a, m, n)];
    const [w, r, js] = [zeros(a, n), zeros(a, m), fresh(plain)];
    const solve = () => groupLasso(A, B, { groups, alpha, tolerance, fitIntercept: false });
    return {
      arrays: [A, B],
      work: { bytes: A.bytes },
      ours: () => solve().dispose(),
      js: () => js(m, n, block, columns, b, w.fill(0), r, alpha, tolerance),
      result: () => {
        const { coefficients, objective } = solve();
        coefficients.dispose();
        return [objective];
      },
      reference: () => {
        const [to, left] = [new Float64Array(n), new Float64Array(m)];
        return [plain(m, n, block, Float64Array.from(columns), b, to, left, alpha, tolerance / 10)];
      },
      task: {
        op: "group-lasso",
        type,
        sizes: { m, n, block },
        arrays: { a, b },
        numbers: { alpha, tolerance },
        tolerance: 2 * tolerance + (type === "f32" ? 1e-5 : 1e-12),
      },
    };
  },
});

export const cases: Case[] = [groupLassoCase("f32", 1000, 5000, 10, 1e-5), groupLassoCase("f64", 1000, 5000, 10, 1e-8)];

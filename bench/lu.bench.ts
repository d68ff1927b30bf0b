/** A x = b by P*A = L*U. */
import type { Real } from "../src/core/types.ts";
import type { Case } from "./case.ts";
import { lu as plain } from "./js/pivoting.ts";
import { type System, systemCase, systemCases } from "./system.ts";

const lu: System = {
  name: "lu",
  flops: (n) => (2 * n ** 3) / 3,
  // Large entries beside the diagonal: well conditioned, and every column exchanges rows.
  shape: (a, n) => {
    for (let i = 0; i < n; i++) a[i * n + ((i + 1) % n)] = 4 * Math.sqrt(n);
  },
  factor: (lw, A) => lw.lu(A),
  plain,
};

export const luCase = (type: Real, n: number): Case => systemCase(lu, type, n);

export const cases: Case[] = systemCases(luCase);

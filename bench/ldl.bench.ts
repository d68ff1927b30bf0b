/** A x = b for a symmetric indefinite A, by P*A*P' = L*D*L'. */
import type { Real } from "../src/core/types.ts";
import type { Case } from "./case.ts";
import { ldl as plain } from "./js/pivoting.ts";
import { type System, systemCase, systemCases } from "./system.ts";

const ldl: System = {
  name: "ldl",
  flops: (n) => n ** 3 / 3,
  // Well conditioned: on one half of the diagonal large entries of both signs, on the other large blocks 0 1; 1 0.
  shape: (a, n) => {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j] as number;
      a[i * n + i] = 2 * i < n ? 4 * Math.sqrt(n) * (i % 2 === 0 ? 1 : -1) : 0;
      if (2 * i > n && i % 2 === 1) a[i * n + i - 1] = a[(i - 1) * n + i] = 4 * Math.sqrt(n);
    }
  },
  factor: (lw, A) => lw.ldl(A),
  plain,
};

export const ldlCase = (type: Real, n: number): Case => systemCase(ldl, type, n);

export const cases: Case[] = systemCases(ldlCase);

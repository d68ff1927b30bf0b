/** A = Q*R with Q'Q = I, from A to new Q and R. */
import type { Floats, Real } from "../src/core/types.ts";
import type { Orthonormal, OrthonormalMethod } from "../src/linalg/orthonormalize.ts";
import type { Case, Task } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { orthonormalize as plain } from "./js/factor.ts";

/** Of the default method, beside peers, or of a method named. */
export const orthonormalizeCase = (type: Real, m: number, n: number, method?: OrthonormalMethod): Case => ({
  name: method ? `orthonormalize-${method}` : "orthonormalize",
  type,
  sizes: { m, n },
  setup(lw) {
    const a = normal(lw, m * n, type, 1);
    const A = lw.matrix(m, n, a);
    const [q, v, js] = [zeros(a, m * n), zeros(a, m * n), fresh(plain)];
    let last: Orthonormal | undefined;
    const drop = () => {
      last?.Q.dispose();
      last?.R.dispose();
    };
    return {
      arrays: [A, { dispose: drop }],
      work: { flops: 4 * m * n * n, bytes: 2 * A.bytes },
      ours: () => {
        drop();
        last = lw.orthonormalize(A, method ? { method } : {});
      },
      js: () => js(m, n, a, q, v),
      result: () => last?.Q.toArray() ?? [],
      reference: () => {
        const out = new Float64Array(m * n);
        fresh(plain)(m, n, Float64Array.from(a), out, new Float64Array(m * n));
        return out;
      },
      ...(method ? {} : { task: taskOf(type, m, n, a) }),
    };
  },
});

const taskOf = (type: Real, m: number, n: number, a: Floats): Task => ({
  op: "orthonormalize",
  type,
  sizes: { m, n },
  arrays: { a },
  unsigned: true,
});

export const cases: Case[] = (["f32", "f64"] as const).flatMap((type) => [
  orthonormalizeCase(type, 2000, 64),
  ...(["cholqr3", "bcgs2", "householder", "cgs2"] as const).map((method) => orthonormalizeCase(type, 2000, 64, method)),
]);

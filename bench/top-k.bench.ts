/** The k largest of n numbers, beside a sort of a copy of them. */
import type { Real } from "../src/core/types.ts";
import { topK } from "../src/prox/select.ts";
import type { Case } from "./case.ts";
import { normal } from "./data.ts";
import { fresh } from "./fresh.ts";
import { largest } from "./js/select.ts";

export const topKCase = (type: Real, n: number, k: number): Case => ({
  name: "top-k",
  type,
  sizes: { n, k },
  setup(lw) {
    const x = normal(lw, n, type, 1);
    const X = lw.vector(x);
    const js = fresh(largest);
    let last: ArrayLike<number> = [];
    return {
      arrays: [X],
      work: { bytes: X.bytes },
      ours: () => {
        last = topK(X, k).values;
      },
      js: () => js(x, k),
      result: () => last,
      reference: () => largest(Float64Array.from(x), k),
    };
  },
});

export const cases: Case[] = [topKCase("f32", 1e6, 1000), topKCase("f64", 1e6, 1000)];

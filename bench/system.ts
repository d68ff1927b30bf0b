/** A x = b, factored and solved once. */
import type { Matrix } from "../src/arrays/matrix.ts";
import type { Vector } from "../src/arrays/vector.ts";
import type { Floats, Real } from "../src/core/types.ts";
import type { Lanewise } from "../src/lanewise.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";

/** One way to solve systems. */
export interface System {
  readonly name: string;
  /** Operations, n given. */
  flops(n: number): number;
  /** Makes a matrix of normal numbers one that suits the factorisation. */
  shape(a: Floats, n: number): void;
  factor(lw: Lanewise, A: Matrix): { solveInto(x: Vector): void; dispose(): void };
  /** The same in plain JavaScript: y = A^-1 b, with n*n numbers of work. */
  plain(n: number, a: Floats, b: Floats, work: Floats, y: Floats): void;
}

export const systemCase = ({ name, flops, shape, factor, plain }: System, type: Real, n: number): Case => ({
  name,
  type,
  sizes: { n },
  setup(lw) {
    const [a, b] = [normal(lw, n * n, type, 1), normal(lw, n, type, 2)];
    shape(a, n);
    const [A, B, x] = [lw.matrix(n, n, a), lw.vector(b), lw.vector(n, { type })];
    const [work, js, y] = [zeros(a, n * n), fresh(plain), zeros(a, n)];
    return {
      arrays: [A, B, x],
      work: { flops: flops(n), bytes: 2 * A.bytes },
      ours: () => {
        const F = factor(lw, A);
        x.data.set(B.data);
        F.solveInto(x);
        F.dispose();
      },
      js: () => js(n, a, b, work, y),
      result: () => x.toArray(),
      reference: () => {
        const out = new Float64Array(n);
        fresh(plain)(n, Float64Array.from(a), Float64Array.from(b), new Float64Array(n * n), out);
        return out;
      },
      task: { op: name, type, sizes: { n }, arrays: { a, b } },
    };
  },
});

export const systemCases = (make: (type: Real, n: number) => Case): Case[] =>
  (["f32", "f64"] as const).flatMap((type) => [256, 512, 1024].map((n) => make(type, n)));

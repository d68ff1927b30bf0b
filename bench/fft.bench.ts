/** X = F x, complex; and y = H x, from x to a new y. */
import type { Real } from "../src/core/types.ts";
import { copy } from "../src/kernels/vec.ts";
import { walshHadamard } from "../src/linalg/hadamard.ts";
import type { Case } from "./case.ts";
import { normal, zeros } from "./data.ts";
import { fresh } from "./fresh.ts";
import { fft as plain, hadamard as plainHadamard } from "./js/fft.ts";

/** Fours, then what is left. */
function radicesOf(n: number): number[] {
  const found: number[] = [];
  for (const p of [4, 2]) for (; n % p === 0; n /= p) found.push(p);
  for (let p = 3; n > 1; p += 2) for (; n % p === 0; n /= p) found.push(p);
  return found;
}

export const fftCase = (type: Real, n: number): Case => ({
  name: "fft",
  type,
  sizes: { n },
  setup(lw) {
    const x = normal(lw, 2 * n, type, 1);
    const [X, Y, plan] = [lw.vector(x), lw.vector(zeros(x, 2 * n)), lw.fft(n, { type })];
    const radices = radicesOf(n);
    const exact = Float64Array.from({ length: 2 * n }, (_, i) => {
      const angle = (-2 * Math.PI * (i >> 1)) / n;
      return i & 1 ? Math.sin(angle) : Math.cos(angle);
    });
    const roots = zeros(x, 2 * n);
    roots.set(exact);
    const [y, a, b, js] = [zeros(x, 2 * n), zeros(x, 2 * n), zeros(x, 2 * n), fresh(plain)];
    return {
      arrays: [X, Y, plan],
      work: { flops: 5 * n * Math.log2(n), bytes: 2 * X.bytes },
      ours: () => plan.forwardInto(Y, X),
      js: () => js(n, radices, roots, x, y, a, b),
      result: () => Y.toArray(),
      reference: () => {
        const [out, one, two] = [new Float64Array(2 * n), new Float64Array(2 * n), new Float64Array(2 * n)];
        fresh(plain)(n, radices, exact, Float64Array.from(x), out, one, two);
        return out;
      },
      task: { op: "fft", type, sizes: { n }, arrays: { x } },
    };
  },
});

export const hadamardCase = (type: Real, n: number): Case => ({
  name: "walsh-hadamard",
  type,
  sizes: { n },
  setup(lw) {
    const x = normal(lw, n, type, 1);
    const [X, Y] = [lw.vector(x), lw.vector(zeros(x, n))];
    const [y, js] = [zeros(x, n), fresh(plainHadamard)];
    return {
      arrays: [X, Y],
      work: { flops: n * Math.log2(n), bytes: 2 * X.bytes },
      ours: () => {
        copy(Y, X);
        walshHadamard(Y);
      },
      js: () => js(n, x, y),
      result: () => Y.toArray(),
      reference: () => {
        const out = new Float64Array(n);
        fresh(plainHadamard)(n, Float64Array.from(x), out);
        return out;
      },
      task: { op: "walsh-hadamard", type, sizes: { n }, arrays: { x } },
    };
  },
});

/** Powers of two in the first-level cache, in the second and past it; a product of small primes; a prime. */
export const cases: Case[] = (["f32", "f64"] as const).flatMap((type) => [
  ...[1 << 10, 1 << 16, 1 << 20, 1000, 10007].map((n) => fftCase(type, n)),
  ...[1 << 10, 1 << 16, 1 << 20].map((n) => hadamardCase(type, n)),
]);

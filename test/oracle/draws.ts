// Random numbers of several distributions from the words of attempts, by the algorithms of the papers, in plain arithmetic.
import { philox } from "./random.ts";

const WORD = 1n << 32n;

/** Where number i of a draw stands. */
export interface Place {
  readonly key: bigint;
  readonly stream: bigint;
  readonly block: bigint;
}

/** The four words of attempt t at number i: those of the stream, the upper half of the key changed by an odd multiple of t. */
export function attempt({ key, stream, block }: Place, i: number, t: number): bigint[] {
  const at = (block + BigInt(i)) % (WORD * WORD);
  const counter = [at % WORD, at / WORD, stream % WORD, stream / WORD];
  return philox(counter, [key % WORD, (key / WORD) ^ ((BigInt(t) * 0x85ebca6bn) % WORD)]);
}

/** The middle of the cell of width 2^-52 that a pair of words names. */
export const unit = (low: bigint, high: bigint): number => (Number((low + WORD * high) >> 12n) + 0.5) * 2 ** -52;

const units = (at: Place, i: number, t: number): [number, number] => {
  const [a, b, c, d] = attempt(at, i, t) as [bigint, bigint, bigint, bigint];
  return [unit(a, b), unit(c, d)];
};

/** log k! by its sum, or by Stirling's series. */
export function logFactorial(k: number): number {
  if (k < 30) {
    let product = 1;
    for (let i = 2; i <= k; i++) product *= i;
    return Math.log(product);
  }
  const z = k + 1;
  return (
    (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5)
  );
}

/** P(Binomial(n, p) = k). */
export const binomialChance = (n: number, p: number, k: number): number =>
  Math.exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p));

/** A binomial number: inversion for a mean below 10, else Hoermann's transformed rejection against the exact ratio of chances. */
export function binomial(n: number, odds: number, at: Place, i: number): number {
  if (odds > 0.5) return n - binomial(n, 1 - odds, at, i);
  if (n === 0 || odds === 0) return 0;
  for (let t = 0; ; t++) {
    const [first, v] = units(at, i, t);
    if (n * odds < 10) {
      let rest = first;
      for (let k = 0, chance = Math.exp(n * Math.log1p(-odds)); k <= Math.min(n, 110); k++) {
        if (rest <= chance) return k;
        rest -= chance;
        chance *= ((n - k) / (k + 1)) * (odds / (1 - odds));
      }
      continue;
    }
    const sd = Math.sqrt(n * odds * (1 - odds));
    const b = 1.15 + 2.53 * sd;
    const a = -0.0873 + 0.0248 * b + 0.01 * odds;
    const u = first - 0.5;
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + n * odds + 0.5);
    if (us >= 0.07 && v <= 0.92 - 4.2 / b) return k;
    if (k < 0 || k > n) continue;
    const m = Math.floor((n + 1) * odds);
    const ratio =
      logFactorial(m) +
      logFactorial(n - m) -
      logFactorial(k) -
      logFactorial(n - k) +
      (k - m) * Math.log(odds / (1 - odds));
    if (Math.log((v * (2.83 + 5.1 / b) * sd) / (a / (us * us) + b)) <= ratio) return k;
  }
}

/** P(N(0, 1) <= x): Taylor's series near 0, the continued fraction far from it. */
export function normalBelow(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) < 3) {
    let term = x;
    let total = x;
    for (let k = 3; Math.abs(term) > 1e-18; k += 2) total += term *= (x * x) / k;
    return 0.5 + density * total;
  }
  let fraction = Math.abs(x);
  for (let k = 120; k >= 1; k--) fraction = Math.abs(x) + k / fraction;
  return x < 0 ? density / fraction : 1 - density / fraction;
}

/** The x with normalBelow(x) = p, by halving. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  let [low, high] = [-40, 0];
  for (let i = 0; i < 70; i++) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** A gamma number of unit scale: Marsaglia and Tsang's d (1 + c x)^3. */
export function gamma(shape: number, at: Place, i: number): number {
  if (shape < 1) return more(shape + 1, at, i, 1) * units(at, i, 0)[0] ** (1 / shape);
  return more(shape, at, i, 0);
}

function more(shape: number, at: Place, i: number, from: number): number {
  const d = shape - 1 / 3;
  for (let t = from; ; t++) {
    const [first, u] = units(at, i, t);
    const x = normalQuantile(first);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(u) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** The chi-square number with so many degrees of freedom that one in a thousand exceeds: Wilson and Hilferty's formula. */
export const chiSquareBound = (freedom: number): number =>
  freedom * (1 - 2 / (9 * freedom) + 3.0902 * Math.sqrt(2 / (9 * freedom))) ** 3;

// FOGD, NOGD and PROS-N-KONS against the same learners written in the values of f alone, and what the paper claims over them.
import { describe, expect, test } from "vitest";
import { AogdAld, Fogd, Nogd, NonsAld, ProsNKons } from "../../../src/methods/kernel-methods/index.ts";
import { faulty } from "../../faults.ts";
import { lw } from "../../instance.ts";
import { choleskyRows, residuals, type Rows } from "../../oracle/squeak.ts";
import { kernel, learn, stream } from "./onlineStream.ts";

const T = 100;
const { x, y } = stream(T);

/** f(x_t) before each round where f moves by -2 eta e K(x_t, .). */
function descended(K: (s: number, t: number) => number, eta: number): number[] {
  const moves: number[] = [];
  return y.map((target, t) => {
    const value = moves.reduce((sum, move, s) => sum + move * K(s, t), 0);
    moves.push(-2 * eta * (value - target));
    return value;
  });
}

const told = (learner: { step(x: number[], y: number): { yhat: number } }) =>
  x.map((point, t) => learner.step(point, y[t]!).yhat);
const worst = (a: number[], b: number[]) => Math.max(...a.map((v, i) => Math.abs(v - b[i]!)));

/** k' G^-1 k of all points for the points of a basis. */
function projected(basis: number[][], sigma = 1): (s: number, t: number) => number {
  const L = choleskyRows(
    basis.map((p) => Float64Array.from(basis, (q) => kernel(p, q, sigma))),
    0,
  );
  const phi = x.map((point) => {
    const v: number[] = [];
    for (const [i, p] of basis.entries())
      v.push((kernel(p, point, sigma) - v.reduce((sum, w, j) => sum + w * L[i]![j]!, 0)) / L[i]![i]!);
    return v;
  });
  return (s, t) => phi[s]!.reduce((sum, v, i) => sum + v * phi[t]![i]!, 0);
}

test.each([1, 0.6])("Fogd: steps of the kernel of the frequencies drawn, sigma = %f", (sigma) => {
  const D = 23;
  const u = lw.scope(() =>
    lw
      .random(5)
      .normal(2 * D)
      .toArray(),
  );
  const K = (s: number, t: number) => {
    let sum = 0;
    for (let i = 0; i < D; i++)
      sum += Math.cos((u[2 * i]! * (x[s]![0]! - x[t]![0]!) + u[2 * i + 1]! * (x[s]![1]! - x[t]![1]!)) / sigma);
    return sum / D;
  };
  const learner = new Fogd(lw, { d: 2, sigma, frequencies: D, eta: 0.3, seed: 5 });
  expect(worst(told(learner), descended(K, 0.3))).toBeLessThan(1e-12);
  expect(learner.step([0, 0], 0).size).toBe(2 * D);
  expect(new Fogd(lw, { d: 2 }).predict([1, 1])).toBe(0);
});

test("Fogd: the kernel of its features is the Gaussian one on the mean", () => {
  // From f = 0 a step at p makes f(q) = 2 eta phi(p)'phi(q). A mean of 4000 cosines is within 5 / sqrt(4000).
  const [p, q] = [
    [0.3, -0.8],
    [-0.2, 0.4],
  ];
  const learner = new Fogd(lw, { d: 2, sigma: 0.9, frequencies: 4000, eta: 0.5, seed: 2 });
  learner.step(p!, 1);
  expect(Math.abs(learner.predict(p!) - 1)).toBeLessThan(1e-12);
  expect(Math.abs(learner.predict(q!) - kernel(p!, q!, 0.9))).toBeLessThan(0.08);
});

test("Nogd: steps of the kernel between projections to the first points, of the whole kernel while they come", () => {
  const [budget, sigma] = [12, 0.5];
  const learner = new Nogd({ d: 2, sigma, budget, eta: 0.2 });
  const got = told(learner);
  expect([...learner.basis.points]).toEqual(x.slice(0, budget).flat());
  expect(worst(got, descended(projected(x.slice(0, budget), sigma), 0.2))).toBeLessThan(1e-10);
  const whole = descended((s, t) => kernel(x[s]!, x[t]!, sigma), 0.2);
  expect(worst(got.slice(0, budget), whole.slice(0, budget))).toBeLessThan(1e-10);
  expect(worst(got, whole)).toBeGreaterThan(1e-3);
});

/** Row sampling by its definition: each point looked at as the last of its dictionary; then dense Newton steps on the projections. */
function proNewton({ mu, beta, eps, C, seed, sigma }: Record<"mu" | "beta" | "eps" | "C" | "seed" | "sigma", number>) {
  const draws = lw.scope(() => [...lw.random(seed).uniform(256).toArray()]);
  const eta = 1 / (4 * C * C + 4);
  const dictionary: number[] = [];
  const weights: number[] = [];
  const begin = (): Rows => {
    const K = projected(
      dictionary.map((i) => x[i]!),
      sigma,
    );
    return x.map((_, a) => Float64Array.from(x, (_, b) => K(a, b) / mu));
  };
  let M = begin();
  let f = new Float64Array(T);
  const yhats = y.map((target, t) => {
    const column = M.map((row) => row[t]!);
    const size = column[t]!;
    const yhat = Math.max(-C, Math.min(C, f[t]!));
    const slope = 2 * (yhat - target);
    const scale = (eta * slope ** 2) / (1 + eta * slope ** 2 * size);
    const move = size > 0 ? (yhat - f[t]!) / size : 0;
    for (let a = 0; a < T; a++) {
      f[a]! += move * column[a]! - slope * column[a]! * (1 - scale * size);
      for (let b = 0; b < T; b++) M[a]![b]! -= scale * column[a]! * column[b]!;
    }
    const looked = [...dictionary, t].map((i) => x[i]!);
    const rest = residuals(
      looked.map((p) => Float64Array.from(looked, (q) => kernel(p, q, sigma))),
      Float64Array.of(...weights, 1),
      mu,
    ).at(-1)!;
    const chance = Math.min(1, (beta * (1 + eps) * rest) / mu);
    if (draws[t]! < chance) {
      dictionary.push(t);
      weights.push(1 / Math.sqrt(chance));
      M = begin();
      f = new Float64Array(T);
    }
    return yhat;
  });
  return { yhats, dictionary };
}

test.each([
  { mu: 1, beta: 1, eps: 0.5, C: 1, seed: 3, sigma: 0.5 },
  { mu: 0.2, beta: 0.4, eps: 0.3, C: 0.1, seed: 4, sigma: 0.3 },
])("ProsNKons: row sampling and Newton steps by their definitions, %o", (options) => {
  const learner = new ProsNKons(lw, { d: 2, ...options });
  const { yhats, dictionary } = proNewton(options);
  expect(worst(told(learner), yhats)).toBeLessThan(1e-7);
  expect([...learner.basis.points]).toEqual(dictionary.flatMap((i) => x[i]!));
  expect(learner.restarts).toBe(dictionary.length);
  expect(dictionary.length).toBeGreaterThan(8);
  expect(dictionary.length).toBeLessThan(T / 2);
});

test("ProsNKons: a point that comes again counts in the dictionary, and does not start the steps anew", () => {
  const learner = new ProsNKons(lw, { d: 1, seed: 1 });
  let size = 0;
  for (let t = 0; t < 300; t++) size = learner.step([t % 3], 0.5).size;
  expect(learner.basis.size).toBe(3);
  expect(learner.restarts).toBe(3);
  expect(size).toBeGreaterThan(3);
  expect(Math.abs(learner.predict([1]) - 0.5)).toBeLessThan(0.05);
  expect(new ProsNKons(lw, { d: 1 }).step([0], 2)).toEqual({ yhat: 0, size: expect.any(Number), outside: true });
});

test("the same numbers by the same seed, and of f32 as of f64; nothing stays reserved", () => {
  const rounded = x.map((p) => Float32Array.from(p));
  const before = lw.memory.bytes;
  for (const make of [
    (seed: number) => new Fogd(lw, { d: 2, seed }),
    (seed: number) => new ProsNKons(lw, { d: 2, seed }),
  ]) {
    const [one, same, other] = [make(1), make(1), make(2)];
    const of = (learner: ReturnType<typeof make>, points: ArrayLike<number>[]) =>
      points.map((p, t) => learner.step(p as never, y[t]!).yhat);
    const first = of(one, rounded);
    expect(
      of(
        same,
        rounded.map((p) => Float64Array.from(p)),
      ),
    ).toEqual(first);
    expect(of(other, rounded)).not.toEqual(first);
  }
  expect(lw.memory.bytes).toBe(before);
});

describe("4000 rounds", () => {
  const data = stream(4000);

  test("the second order loses less than the first, and than each baseline at the best of its settings", () => {
    const second = learn(new NonsAld({ d: 2, horizon: 4000 }), data);
    const first = learn(new AogdAld({ d: 2, U: 5, horizon: 4000 }), data);
    const lengths = [0.05, 0.1, 0.2, 0.4];
    const best = (make: (eta: number) => Parameters<typeof learn>[0]) =>
      Math.min(...lengths.map((eta) => learn(make(eta), data).loss));
    const B = second.size;
    const pros = [0.05, 0.25, 1].map((beta) => learn(new ProsNKons(lw, { d: 2, beta, seed: 1 }), data));
    const fogd = best((eta) => new Fogd(lw, { d: 2, eta, frequencies: B, seed: 1 }));
    const nogd = best((eta) => new Nogd({ d: 2, eta, budget: B }));
    expect(second.loss).toBeLessThan(Math.min(first.loss, fogd, nogd, ...pros.map(({ loss }) => loss)));
  });
});

test("what cannot be taken", () => {
  const pros = (options: object) => () => new ProsNKons(lw, { d: 2, ...options });
  const fogd = (options: object) => () => new Fogd(lw, { d: 2, ...options });
  const nogd = (options: object) => () => new Nogd({ d: 2, ...options });
  for (const make of [pros, fogd, nogd])
    for (const name of ["d", "sigma"]) faulty(make({ [name]: 0 }), "ArgumentRangeError", name);
  for (const make of [pros, fogd]) {
    faulty(make({ seed: 0.5 }), "ArgumentRangeError", "seed");
    faulty(make({ seed: "1" }), "ArgumentTypeError", "seed");
  }
  for (const name of ["C", "mu", "eta", "beta", "eps"]) faulty(pros({ [name]: 0 }), "ArgumentRangeError", name);
  for (const name of ["eta", "frequencies"]) faulty(fogd({ [name]: 0 }), "ArgumentRangeError", name);
  for (const name of ["eta", "budget"]) faulty(nogd({ [name]: 0 }), "ArgumentRangeError", name);
  for (const Class of [ProsNKons, Fogd]) {
    faulty(() => new Class({} as never, { d: 2 }), "ArgumentTypeError", "lw");
    faulty(() => new Class(lw, 5 as never), "ArgumentTypeError", "options");
  }
  faulty(() => new Nogd(5 as never), "ArgumentTypeError", "options");
  for (const make of [pros, fogd, nogd]) {
    const learner = make({})();
    faulty(() => learner.step([1], 0), "ShapeError", "x");
    faulty(() => learner.step(5 as never, 0), "ArgumentTypeError", "x");
    faulty(() => learner.step([1, NaN], 0), "ArgumentRangeError", "x[1]");
    faulty(() => learner.step([1, 2], NaN), "ArgumentRangeError", "y");
    faulty(() => learner.predict([Infinity, 0]), "ArgumentRangeError", "x[0]");
  }
});

// The evidence for online kernel regression: losses, sizes, identities of the basis, and dense Newton steps written from the formulas.
import { describe, expect, test } from "vitest";
import { AldBasis, AogdAld, NonsAld } from "../../../src/methods/kernel-methods/index.ts";
import { faulty } from "../../faults.ts";
import { choleskyRows } from "../../oracle/squeak.ts";
import { kernel, learn, stream } from "./onlineStream.ts";

describe("4000 rounds", () => {
  const data = stream(4000);

  test("(a), (b) the second order loses at most 60 with at most 40 points, and 16000 rounds need at most half as many more", () => {
    const { loss, size } = learn(new NonsAld({ d: 2, horizon: 4000 }), data);
    expect(loss).toBeLessThan(60);
    expect(size).toBeLessThanOrEqual(40);
    expect(learn(new NonsAld({ d: 2, horizon: 16000 }), stream(16000)).size).toBeLessThanOrEqual(1.5 * size);
  });

  test("(a), (c) the first order loses at most 120, and keeps its norm", () => {
    const learner = new AogdAld({ d: 2, U: 5, horizon: 4000 });
    const { loss, size } = learn(learner, data);
    expect(loss).toBeLessThan(120);
    expect(size).toBeLessThanOrEqual(40);
    expect(Math.abs(learner.norm - normOf(learner, 2))).toBeLessThan(1e-10);
  });
});

/** sqrt(a'Ga) by the formula. */
function normOf({ coefficients: a, basis: { points } }: AogdAld, d: number): number {
  const at = (i: number) => points.subarray(i * d, (i + 1) * d);
  let sum = 0;
  for (let i = 0; i < a.length; i++) for (let j = 0; j < a.length; j++) sum += a[i]! * a[j]! * kernel(at(i), at(j));
  return Math.sqrt(sum);
}

test("(c) G beta = k, and the residual is that of the best combination", () => {
  const { x } = stream(300);
  const basis = new AldBasis({ d: 2 });
  for (const point of x) {
    const { k, resid } = basis.test(point);
    const beta = basis.combination();
    const B = basis.size;
    const { points } = basis;
    const at = (i: number) => points.subarray(2 * i, 2 * i + 2);
    let left = 1;
    for (let i = 0; i < B; i++) {
      expect(Math.abs(k[i]! - kernel(point, at(i)))).toBeLessThan(1e-14);
      let product = 0;
      for (let j = 0; j < B; j++) product += kernel(at(i), at(j)) * beta[j]!;
      expect(Math.abs(product - k[i]!)).toBeLessThan(1e-6);
      left -= beta[i]! * kernel(point, at(i));
    }
    expect(Math.abs(left - resid)).toBeLessThan(1e-10);
    if (resid > 1e-3) basis.append();
  }
  expect(basis.size).toBeGreaterThan(16);
});

test("the norm is kept where it is cut to U, and where the budget is used up", () => {
  const { x, y } = stream(200);
  for (const options of [{ U: 0.3 }, { U: 5, budget: 7 }]) {
    const learner = new AogdAld({ d: 2, alpha: 0.1, ...options });
    for (const [t, point] of x.entries()) {
      const told = learner.predict(point);
      expect(learner.step(point, y[t]!).yhat).toBe(told);
      expect(learner.norm).toBeLessThanOrEqual(options.U * (1 + 1e-12));
      if (t % 20 === 0) expect(Math.abs(learner.norm - normOf(learner, 2))).toBeLessThan(1e-10);
    }
    if (options.budget) expect(learner.basis.size).toBeGreaterThan(150);
  }
});

test.each([1, 0.05])("(d) with alpha = 0 the second order takes the Newton steps of the whole kernel, C = %f", (C) => {
  const { x, y } = stream(200);
  const [T, mu, eta] = [200, 1, 1 / (4 * C * C + 4)];
  // M[a][b] = phi_a' A^-1 phi_b and f[a] = v'phi_a for all points at once.
  const M = x.map((p) => x.map((q) => kernel(p, q) / mu));
  const f = new Array<number>(T).fill(0);
  const learner = new NonsAld({ d: 2, alpha: 0, C });
  for (let t = 0; t < T; t++) {
    const yhat = Math.max(-C, Math.min(C, f[t]!));
    const move = (yhat - f[t]!) / M[t]![t]!;
    for (let a = 0; a < T; a++) f[a]! += move * M[a]![t]!;
    const slope = 2 * (yhat - y[t]!);
    const column = M.map((row) => row[t]!);
    const scale = (eta * slope ** 2) / (1 + eta * slope ** 2 * column[t]!);
    for (let a = 0; a < T; a++) for (let b = 0; b < T; b++) M[a]![b]! -= scale * column[a]! * column[b]!;
    for (let a = 0; a < T; a++) f[a]! -= slope * M[a]![t]!;
    const got = learner.step(x[t]!, y[t]!);
    expect(Math.abs(got.yhat - yhat)).toBeLessThan(1e-6);
    expect(got.outside).toBe(Math.abs(y[t]!) > C);
  }
});

test.each([0.3, 0.05])("a point joins where its residual is above alpha^2, alpha = %f, and no other", (alpha) => {
  const { x, y } = stream(150);
  const joined: number[][] = [];
  const close: number[] = [];
  for (const point of x) {
    const all = [...joined, point];
    // What is left of k(x, x) by the basis: the last pivot of the factor, squared.
    const C = choleskyRows(
      all.map((p) => Float64Array.from(all, (q) => kernel(p, q))),
      0,
    );
    const resid = C.at(-1)!.at(-1)! ** 2;
    close.push(Math.abs(Math.log(resid / alpha ** 2)));
    if (resid > alpha ** 2) joined.push(point);
  }
  expect(Math.min(...close)).toBeGreaterThan(1e-3); // rounding decides nothing
  for (const learner of [new NonsAld({ d: 2, alpha }), new AogdAld({ d: 2, U: 5, alpha })]) {
    for (const [t, point] of x.entries()) learner.step(point, y[t]!);
    expect([...learner.basis.points]).toEqual(joined.flat());
  }
  expect(joined.length).toBeGreaterThan(3);
});

test("a point that comes again changes no basis", () => {
  const learner = new NonsAld({ d: 1, alpha: 0 });
  for (let t = 0; t < 50; t++) learner.step([t % 3], 0.5);
  expect(learner.basis.size).toBe(3);
  expect(new NonsAld({ d: 1, alpha: 0 }).predict([1])).toBe(0);
});

test("what cannot be taken", () => {
  const first = (options: object) => () => new AogdAld({ d: 2, U: 1, alpha: 0.1, ...options });
  const second = (options: object) => () => new NonsAld({ d: 2, alpha: 0.1, ...options });
  for (const make of [first, second])
    for (const [name, value] of [
      ["d", 0],
      ["sigma", 0],
      ["alpha", -1],
      ["horizon", 0],
    ] as const)
      faulty(make({ [name]: value }), "ArgumentRangeError", name);
  faulty(first({ U: 0 }), "ArgumentRangeError", "U");
  faulty(first({ budget: 0 }), "ArgumentRangeError", "budget");
  for (const name of ["C", "mu", "eta"]) faulty(second({ [name]: 0 }), "ArgumentRangeError", name);
  faulty(first({ alpha: undefined }), "ArgumentTypeError", "horizon");
  faulty(second({ alpha: undefined }), "ArgumentTypeError", "horizon");
  for (const learner of [first({})(), second({})()]) {
    faulty(() => learner.step([1], 0), "ShapeError", "x");
    faulty(() => learner.step(5 as never, 0), "ArgumentTypeError", "x");
    faulty(() => learner.step([1, NaN], 0), "ArgumentRangeError", "x[1]");
    faulty(() => learner.step([1, 2], NaN), "ArgumentRangeError", "y");
    faulty(() => learner.predict([Infinity, 0]), "ArgumentRangeError", "x[0]");
  }
  const basis = new AldBasis({ d: 1 });
  faulty(() => basis.append(), "ArgumentRangeError", "x");
  basis.test([1]);
  basis.append();
  basis.test([1]);
  faulty(() => basis.append(), "ArgumentRangeError", "x");
});

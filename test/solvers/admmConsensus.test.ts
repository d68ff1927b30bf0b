// Consensus: blocks of rows agree on what all rows together say.
import { describe, expect, test } from "vitest";
import {
  admm,
  admmConsensus,
  Consensus,
  type ConsensusBlock,
  type ConsensusState,
  l1,
  lbfgs,
  linearLoss,
  minimizeComposite,
  type Penalty,
  proximalGradient,
  run,
  squaredLoss,
  type Vector,
} from "../../src/index.ts";
import { reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { engine, lw } from "../instance.ts";
import { lasso, lassoViolation } from "../oracle/solvers.ts";

const apart = (u: ArrayLike<number>, v: ArrayLike<number>) =>
  Math.max(...Array.from(u, (s, j) => Math.abs(s - (v[j] as number))));

/** Rows cut into blocks of nearly equal size. */
function cut(a: number[], b: number[], n: number, count: number, type: "f32" | "f64" = "f64") {
  const m = b.length;
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [Math.floor((i * m) / count), Math.floor(((i + 1) * m) / count)];
    return {
      A: lw.matrix(to - from, n, a.slice(from * n, to * n), { type }),
      b: lw.vector(b.slice(from, to), { type }),
    };
  });
}

describe.each(types)("in %s", (type) => {
  const [tolerance, accuracy] = type === "f32" ? [1e-6, 2e-3] : [1e-11, 1e-6];
  test.each([1, 3, 7])("the lasso in %i blocks: as in one by admm and FISTA, and by coordinate descent", (count) =>
    lw.scope(() => {
      const [m, n, lambda] = [42, 12, 1];
      const [a, b] = [reals(m * n, 1), reals(m, 2).map((v) => 3 * v)];
      const best = lasso(a, b, m, n, lambda);
      const found = run(admmConsensus(cut(a, b, n, count, type), l1(lambda), { rho: 3 }), {
        tolerance,
        maxIterations: 5000,
      });
      expect(found.converged).toBe(true);
      const got = Array.from(found.x.data);
      expect(apart(got, best)).toBeLessThan(accuracy);
      expect(lassoViolation(a, got, b, m, n, lambda)).toBeLessThan(20 * accuracy);
      expect(got.map((v) => v !== 0)).toEqual(best.map((v) => v !== 0));
      expect(Math.abs(found.penalty - got.reduce((s, v) => s + Math.abs(v), 0))).toBeLessThan(accuracy);
      const [A, y] = [lw.matrix(m, n, a, { type }), lw.vector(b, { type })];
      expect(apart(run(admm(A, y, l1(lambda)), { tolerance, maxIterations: 3000 }).x.data, got)).toBeLessThan(accuracy);
      const fista = run(proximalGradient(A, y, l1(lambda)), { tolerance, maxIterations: 5000 });
      expect(apart(fista.x.data, got)).toBeLessThan(accuracy);
    }),
  );
});

test("blocks wider than long, sparse ones, and penalties among them", () =>
  lw.scope(() => {
    const [m, n, lambda] = [12, 20, 0.5];
    const [a, b] = [reals(m * n, 3), reals(m, 4)];
    const [first, second] = cut(a, b, n, 2) as [{ A: never; b: Vector }, { A: never; b: Vector }];
    const near = squaredLoss(lw.vector(reals(n, 5)));
    const blocks: ConsensusBlock[] = [first, { A: lw.sparsify(second.A), b: second.b }, near];
    const { x, converged } = run(admmConsensus(blocks, l1(lambda)), { tolerance: 1e-11, maxIterations: 5000 });
    expect(converged).toBe(true);
    // The same with the penalty's rows written out.
    const eye = Array.from({ length: n * n }, (_, q) => (q % (n + 1) === 0 ? 1 : 0));
    const whole = lasso([...a, ...eye], [...b, ...reals(n, 5)], m + n, n, lambda);
    expect(apart(x.data, whole)).toBeLessThan(1e-8);
  }));

/** f + ||. - v||^2 / (2 step), by its minimum: a smooth loss as a block. */
const blockOf = (f: ReturnType<typeof linearLoss>): Penalty => ({
  prox: (out, v, step) => {
    const shifted = {
      ...f,
      engine: f.engine,
      type: f.type,
      length: f.length,
      value: (x: Vector) =>
        f.value(x) + Array.from(x.data).reduce((s, w, j) => s + (w - v.data[j]!) ** 2, 0) / (2 * step),
      gradient: (g: Vector, x: Vector) => {
        const value = f.gradient(g, x);
        const slopes = g.data;
        let more = 0;
        for (const [j, w] of x.data.entries()) {
          slopes[j]! += (w - v.data[j]!) / step;
          more += (w - v.data[j]!) ** 2 / (2 * step);
        }
        return value + more;
      },
    };
    const { x } = run(lbfgs(shifted as never), { tolerance: 1e-12, maxIterations: 200 });
    out.data.set(x.data);
    x.dispose();
    return f.value(out);
  },
  value: (x) => f.value(x),
});

test("logistic regression with an l1 penalty in three blocks, each by its own L-BFGS: as all rows together", () =>
  lw.scope(() => {
    const [m, n, lambda] = [45, 6, 0.8];
    const a = reals(m * n, 6);
    const y = reals(m, 7).map((v, i) => (v + a[i * n]! - a[i * n + 2]! > 0 ? 1 : -1));
    const blocks = cut(a, y, n, 3).map(({ A, b }) => blockOf(linearLoss(A, b, "logistic")));
    const split = run(admmConsensus(blocks, l1(lambda), { x: lw.vector(n) }), { tolerance: 1e-9, maxIterations: 3000 });
    const all = linearLoss(lw.matrix(m, n, a), lw.vector(y), "logistic");
    const whole = run(minimizeComposite(all, l1(lambda)), { tolerance: 1e-10, maxIterations: 5000 });
    expect([split.converged, whole.converged]).toEqual([true, true]);
    expect(apart(split.x.data, whole.x.data)).toBeLessThan(1e-6);
    expect(Array.from(split.x.data, (v) => v !== 0)).toEqual(Array.from(whole.x.data, (v) => Math.abs(v) > 1e-8));
  }));

test("blocks elsewhere, in any order, come to the same numbers", () =>
  lw.scope(() => {
    const [m, n] = [30, 8];
    const [a, b] = [reals(m * n, 1), reals(m, 2)];
    const here = admmConsensus(cut(a, b, n, 3), l1(0.3));
    const z = lw.vector(n);
    const apartFrom = new Consensus(z, 3, l1(0.3));
    // Each block as another process would: from numbers to numbers, by minimizing on its own.
    const blocks = Array.from({ length: 3 }, (_, i) => cut(a, b, n, 3)[i]!);
    const answer = (i: number, v: number[], rho: number) =>
      lw.scope(() => {
        const { A, b } = blocks[i]!;
        const rows = [...Array.from(A.data), ...v.flatMap((_, j) => v.map((_, k) => (j === k ? Math.sqrt(rho) : 0)))];
        const sides = [...Array.from(b.data), ...v.map((w) => w * Math.sqrt(rho))];
        return lasso(rows, sides, b.length + n, n, 0);
      });
    for (let round = 0; round < 25; round++) {
      const { residual, rho } = here.next().value as ConsensusState;
      for (const i of [2, 0, 1]) apartFrom.x[i]!.data.set(answer(i, Array.from(apartFrom.v[i]!.data), apartFrom.rho));
      const state = apartFrom.advance();
      expect(Math.abs(state.residual - residual)).toBeLessThan(1e-8);
      expect(state.rho).toBe(rho);
    }
    here.return();
    apartFrom.dispose();
  }));

test("rho adapts and the optimum is the same; residuals are those of section 3.3", () =>
  lw.scope(() => {
    const [m, n] = [30, 8];
    const [a, b] = [reals(m * n, 1), reals(m, 2).map((v) => 3 * v)];
    const best = lasso(a, b, m, n, 1);
    for (const rho of [1e-3, 1e3]) {
      const seen = new Set<number>();
      const onProgress = (state: ConsensusState) => seen.add(state.rho);
      const found = run(admmConsensus(cut(a, b, n, 3), l1(1), { rho }), {
        tolerance: 1e-10,
        maxIterations: 5000,
        onProgress,
      });
      expect(found.converged).toBe(true);
      expect(apart(found.x.data, best)).toBeLessThan(1e-6);
      expect(seen.size).toBeGreaterThan(3);
      expect(seen.size).toBeLessThanOrEqual(21);
    }
    const z = lw.vector([1, 2]);
    const two = new Consensus(z, 2, l1(0), { rho: 2, adaptive: false });
    two.x[0]!.data.set([3, 0]);
    two.x[1]!.data.set([5, 4]);
    const state = two.advance(); // z = (4, 2), u = -+(1, 2)
    expect(Array.from(z.data)).toEqual([4, 2]);
    expect(Math.abs(state.primal - Math.sqrt(10))).toBeLessThan(1e-14);
    expect(Math.abs(state.dual - 2 * Math.sqrt(2) * 3)).toBeLessThan(1e-14);
    const primal = Math.sqrt(10) / (2 + Math.max(Math.sqrt(50), Math.sqrt(40)));
    const dual = (6 * Math.sqrt(2)) / (2 + 2 * Math.sqrt(10));
    expect(Math.abs(state.residual - Math.max(primal, dual))).toBeLessThan(1e-14);
    expect(two.v.map(({ data }) => Array.from(data))).toEqual([
      [5, 4],
      [3, 0],
    ]);
    two.dispose();
    // Copies that never meet: rho doubles in the tenth round, and u = 50 halves, so that rho u is kept.
    const far = new Consensus(lw.vector(1), 2, l1(0));
    for (let round = 1; round <= 10; round++) {
      far.x[0]!.data[0] = 5;
      far.x[1]!.data[0] = -5;
      expect(far.advance().rho).toBe(round < 10 ? 1 : 2);
    }
    expect([far.v[0]!.data[0], far.v[1]!.data[0], far.rho]).toEqual([-25, 25, 2]);
    far.dispose();
  }));

test("nothing is reserved after the first step, and all is given back", () => {
  const [m, n] = [21, 5];
  const blocks = lw.scope(() => cut(reals(m * n, 1), reals(m, 2), n, 3));
  const before = lw.memory.bytes;
  const steps = admmConsensus(blocks, l1(0.1), { rho: 1e-3 });
  const first = steps.next().value as ConsensusState;
  const { alloc } = engine.memory;
  engine.memory.alloc = () => expect.fail("a later step reserved memory");
  for (let i = 0; i < 50; i++) steps.next();
  engine.memory.alloc = alloc;
  expect((lw.memory.bytes - before) / 8).toBe(n + 3 * n * 3 + 2 * n + 3 * (2 * n * n + 2 * n) + m);
  steps.return();
  expect(lw.memory.bytes - before).toBe(8 * n);
  first.x.dispose();
  const spoilt: Penalty = { prox: (out) => Number(out.data.fill(NaN)[0]), value: () => 0 };
  faulty(() => run(admmConsensus([...blocks, spoilt], l1(1))), "ArgumentRangeError", "blocks");
  const control = new AbortController();
  const onProgress = (_: unknown, i: number) => i === 2 && control.abort(new Error("enough"));
  const run2 = () => run(admmConsensus(blocks, l1(0.1)), { tolerance: 0, signal: control.signal, onProgress });
  expect((thrown(run2) as Error).message).toBe("enough");
  expect(lw.memory.bytes).toBe(before);
  for (const { A, b } of blocks) for (const array of [A, b]) array.dispose();
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const [A, b, g] = [lw.matrix(3, 2, [1, 2, 3, 4, 5, 7]), lw.vector(3), l1(1)];
    type Fault = Parameters<typeof faulty>[1];
    const bad = (fault: Fault, argument: string, blocks: unknown, options: object = {}, penalty: unknown = g) =>
      faulty(() => admmConsensus(blocks as never, penalty as never, options).next(), fault, argument);
    bad("ArgumentTypeError", "blocks", A);
    bad("ShapeError", "blocks", []);
    bad("ArgumentTypeError", "blocks[1]", [{ A, b }, {}]);
    bad("ArgumentTypeError", "blocks[0]", [3]);
    bad("ArgumentTypeError", "blocks[0].A", [{ A: 3, b }]);
    bad("ShapeError", "blocks[1].b", [
      { A, b },
      { A, b: lw.vector(2) },
    ]);
    bad("ShapeError", "blocks[1].A", [
      { A, b },
      { A: lw.matrix(3, 3, new Array<number>(9).fill(1)), b },
    ]);
    const half = { A: lw.matrix(3, 2, [1, 2, 3, 4, 5, 7], { type: "f32" }), b: lw.vector([0, 0, 0], { type: "f32" }) };
    bad("ArgumentTypeError", "blocks[1].A", [{ A, b }, half]);
    bad("ArgumentTypeError", "x", [g]);
    bad("ShapeError", "blocks[0].A", [{ A, b }], { x: lw.vector(3) });
    bad("ArgumentTypeError", "g", [{ A, b }], {}, 3);
    bad("ArgumentRangeError", "rho", [{ A, b }], { rho: 0 });
    bad("ArgumentTypeError", "adaptive", [{ A, b }], { adaptive: 1 });
    bad("ArgumentRangeError", "b", [{ A: lw.matrix(3, 2, [1, NaN, 1, 1, 1, 1]), b }]);
    faulty(() => new Consensus(lw.vector(2), 0, g), "ArgumentRangeError", "count");
    faulty(() => new Consensus([1] as never, 1, g), "ArgumentTypeError", "z");
  }));

// What every Krylov solver keeps to, whatever its method.
import { describe, expect, test } from "vitest";
import {
  bicgstab,
  cg,
  fgmres,
  gmres,
  type KrylovOptions,
  type KrylovState,
  type LinearOperator,
  lsmr,
  lsqr,
  minres,
  run,
  runAsync,
  type Vector,
} from "../../src/index.ts";
import { eps, reals, types } from "../data.ts";
import { type Fault, faulty } from "../faults.ts";
import { engine, instance, lw } from "../instance.ts";
import { dense } from "../oracle/csr.ts";
import { distance, misfit, norm, solve } from "../oracle/systems.ts";
import { easy, grid, indefinite, path, skewed } from "../problems/systems.ts";

type Method = (A: LinearOperator, b: Vector, options?: KrylovOptions) => Generator<KrylovState, void>;

/** Which matrices a method takes, and how many elements it reserves with m rows and n columns beside x. */
const methods: [name: string, method: Method, takes: string, elements: (m: number, n: number) => number][] = [
  ["cg", cg, "definite", (_, n) => 3 * n],
  ["minres", minres, "symmetric", (_, n) => 7 * n],
  ["bicgstab", bicgstab, "definite square", (_, n) => 5 * n],
  ["gmres", (A, b, o) => gmres(A, b, o && { ...o, restart: 7 }), "square", (_, n) => 10 * n + 8],
  ["fgmres", (A, b, o) => fgmres(A, b, o && { ...o, restart: 7 }), "square", (_, n) => 17 * n + 8],
  ["lsqr", lsqr as Method, "any", (m, n) => 2 * m + 3 * n],
  ["lsmr", lsmr as Method, "any", (m, n) => 2 * m + 4 * n],
];
const takes = { definite: /./, symmetric: /symmetric|square|any/, square: /square|any/ };
const kinds = [
  ["definite", easy],
  ["symmetric", indefinite],
  ["square", skewed],
] as const;

describe.each(types)("Krylov solvers in %s", (type) => {
  const tolerance = type === "f32" ? 2e-6 : 1e-13;
  const vector = (numbers: number[]) => lw.vector(numbers, { type });

  describe.each(methods)("%s", (name, method, taken, elements) => {
    test.each(kinds)("solves a %s system of any size", (kind, make) => {
      if (!takes[kind].test(taken)) return;
      for (const n of [1, 2, 3, 8, 33, 97])
        lw.scope(() => {
          const [a, b] = [make(n), reals(n, n)];
          const A = lw.matrix(n, n, a, { type });
          const { x, residual, converged } = run(method(A, vector(b)), { tolerance, maxIterations: 3000 });
          expect([n, converged]).toEqual([n, true]);
          const exact = norm(misfit(a, Array.from(x.data), b, n, n)) / norm(b);
          expect(exact).toBeLessThan(tolerance + 60 * eps[type]);
          if (!taken.startsWith("any")) expect(Math.abs(residual - exact)).toBeLessThan(60 * eps[type]);
          expect(distance(x.data, solve(a, b, n))).toBeLessThan(30 * (tolerance + 60 * eps[type]));
        });
    });

    test("solves a sparse system, and goes on from a warm start", () =>
      lw.scope(() => {
        const grown = grid(9);
        const n = grown.rows;
        const [A, b] = [lw.csr({ ...grown, type }), reals(n, 3)];
        const cold = run(method(A, vector(b)), { tolerance, maxIterations: 3000 });
        expect(distance(cold.x.data, solve(dense(grown), b, n))).toBeLessThan(type === "f32" ? 1e-3 : 1e-10);
        const products = cold.products;
        const warm = run(method(A, vector(b), { x: cold.x }), { tolerance, maxIterations: 3000 });
        expect([warm.x === cold.x, warm.converged]).toEqual([true, true]);
        expect(warm.products).toBeLessThan(products);
      }));

    test.skipIf(name === "bicgstab")("solves a singular system whose right-hand side is in the range", () =>
      lw.scope(() => {
        const n = 40;
        const a = path(n);
        const b = misfit(a, reals(n, 5), new Array(n).fill(0), n, n).map(Math.fround);
        b[0] = (b[0] as number) - b.reduce((s, v) => s + v, 0); // 1'b = 0, to rounding
        const A = lw.matrix(n, n, a, { type });
        const { x } = run(method(A, vector(b)), { tolerance: type === "f32" ? 1e-4 : 1e-10, maxIterations: 4000 });
        expect(norm(misfit(a, Array.from(x.data), b, n, n)) / norm(b)).toBeLessThan(type === "f32" ? 1e-3 : 1e-9);
      }),
    );

    test("b = 0: x = 0 at once, from any start", () =>
      lw.scope(() => {
        const A = lw.matrix(5, 5, easy(5), { type });
        for (const x of [undefined, vector(reals(5, 1))]) {
          const result = run(method(A, vector([0, 0, 0, 0, 0]), x && { x }), { tolerance: 0 });
          expect([result.iterations, result.residual, result.converged]).toEqual([1, 0, true]);
          expect(Array.from(result.x.data)).toEqual([0, 0, 0, 0, 0]);
        }
      }));

    test("A is 0, b is not: a value, no loop without end", () =>
      lw.scope(() => {
        const A = lw.matrix(4, 4, undefined, { type });
        const { residual, converged, x } = run(method(A, vector([1, 2, 3, 4])), { maxIterations: 5 });
        expect(Array.from(x.data)).toEqual([0, 0, 0, 0]);
        expect(converged).toBe(taken === "any"); // every x is one of least squares
        expect(residual).toBeCloseTo(taken === "any" ? 0 : 1, 5);
      }));

    test("of no size", () =>
      lw.scope(() => expect(run(method(lw.matrix(0, 0, [], { type }), vector([]))).converged).toBe(true)));

    test("numbers near the ends of the range", () =>
      lw.scope(() => {
        const n = 20;
        const a = easy(n);
        const A = lw.matrix(n, n, a, { type });
        for (const scale of type === "f32" ? [2 ** 100, 2 ** -100] : [2 ** 900, 2 ** -900]) {
          const b = reals(n, 7);
          const { x, converged } = run(method(A, vector(b.map((v) => v * scale))), { tolerance });
          expect(converged).toBe(true);
          const back = Array.from(x.data, (v) => v / scale);
          expect(distance(back, solve(a, b, n))).toBeLessThan(30 * tolerance + 2000 * eps[type]);
        }
      }));

    test("verify says what the residual is, and the method goes on from there", () =>
      lw.scope(() => {
        const n = 64;
        const a = easy(n).map((v, e) => (e % (n + 1) === 0 ? v + (e / n) * 20 : v));
        const [A, b] = [lw.matrix(n, n, a, { type }), reals(n, 2)];
        const steps = method(A, vector(b));
        let last = Infinity;
        for (let i = 0; i < 4; i++) {
          steps.next();
          const state = steps.next().value as KrylovState;
          const exact = norm(misfit(a, Array.from(state.x.data), b, n, n)) / norm(b);
          if (taken !== "any") expect(Math.abs(state.verify() - exact)).toBeLessThan(100 * eps[type]);
          else state.verify();
          expect(exact).toBeLessThan(last * 1.01 + 50 * eps[type]);
          last = exact;
        }
        steps.return();
      }));

    // In f32 the matrix is not positive definite.
    test.skipIf(name === "cg")("a residual out of reach does not count as reached", () =>
      lw.scope(() => {
        const n = 12; // the Hilbert matrix and 1e-12 on its diagonal
        const a = Array.from(
          { length: n * n },
          (_, e) => 1 / (Math.floor(e / n) + (e % n) + 1) + (e % (n + 1) === 0 ? 1e-12 : 0),
        );
        const A = lw.matrix(n, n, a, { type });
        const held = Array.from(A.data);
        const b = reals(n, 8);
        const { x, residual, converged } = run(method(A, vector(b)), { tolerance: 1e-14, maxIterations: 300 });
        const exact = norm(misfit(held, Array.from(x.data), b, n, n)) / norm(b);
        if (taken !== "any") expect(converged).toBe(exact < 1e-13);
        if (converged && taken !== "any") expect(Math.abs(residual - exact)).toBeLessThan(1e-13);
        expect(Number.isNaN(residual)).toBe(false);
      }),
    );

    test("a recurrence that a far start has led astray is found out, and put right", () =>
      lw.scope(() => {
        const n = 50;
        const [a, b] = [easy(n), reals(n, 2)];
        const A = lw.matrix(n, n, a, { type });
        const far = reals(n, 3).map((v) => v * (type === "f32" ? 2 ** 14 : 2 ** 40));
        const size = (x: Vector) => norm(misfit(a, Array.from(x.data), b, n, n)) / norm(b);
        const within = 40 * eps[type];
        const steps = method(A, vector(b), { x: vector(far) });
        let state = steps.next().value as KrylovState;
        for (let i = 0; i < 200 && !(state.residual <= within); i++) state = steps.next().value as KrylovState;
        if (!/gmres/.test(name)) expect(size(state.x)).toBeGreaterThan(10 * within); // gmres looks afresh in every cycle
        steps.return();
        const { x, converged } = run(method(A, vector(b), { x: vector(far) }), { tolerance: within });
        expect(converged).toBe(true);
        expect(size(x)).toBeLessThan(within * (taken === "any" ? 20 : 2));
      }));

    /** Runs `body` on a small problem, then checks that it left nothing but what it was given. */
    async function leaves(body: (A: ReturnType<typeof lw.matrix>, b: Vector) => unknown): Promise<void> {
      const [A, b] = [lw.matrix(9, 9, easy(9), { type }), vector(reals(9, 2))];
      const before = lw.memory;
      await body(A, b);
      expect([lw.memory.arrays, lw.memory.bytes]).toEqual([before.arrays, before.bytes]);
      A.dispose();
      b.dispose();
    }

    test("reserves what it says at the first step, nothing after, and leaves x alone", () =>
      leaves((A, b) => {
        const size = type === "f32" ? 4 : 8;
        const before = lw.memory;
        const steps = method(A, b, {});
        expect(lw.memory.arrays).toBe(before.arrays);
        const { x } = steps.next().value as KrylovState;
        expect(lw.memory.bytes - before.bytes).toBe((elements(9, 9) + 9) * size);
        const { alloc } = engine.memory;
        engine.memory.alloc = () => expect.fail("a later step reserved memory");
        try {
          for (let i = 0; i < 30; i++) void (steps.next().value as KrylovState).x;
        } finally {
          engine.memory.alloc = alloc;
        }
        steps.return();
        expect(lw.memory.arrays - before.arrays).toBe(1);
        x.dispose();
      }));

    test("an abort or an operator that throws frees all but the caller's x", () =>
      leaves(async (A, b) => {
        expect(() => run(method(A, b), { signal: AbortSignal.abort(new Error("before")) })).toThrow("before");
        const control = new AbortController();
        const onProgress = (_: unknown, i: number) => i === 2 && control.abort(new Error("within"));
        expect(() => run(method(A, b), { tolerance: 0, signal: control.signal, onProgress })).toThrow("within");
        const timed = new AbortController();
        setTimeout(() => timed.abort(new Error("timer")), 2);
        const endless = { tolerance: 0, maxIterations: 2 ** 31, slice: 1, signal: timed.signal };
        await expect(runAsync(method(A, b), endless)).rejects.toThrow("timer");
        let calls = 0;
        const apply: LinearOperator["apply"] = (out, v) => {
          if (++calls === 3) throw new Error("apply");
          A.apply(out, v);
        };
        const broken = { engine, type, rows: 9, cols: 9, apply, adjoint: apply };
        const x = b.clone();
        expect(() => run(method(broken, b, { x }), { tolerance: 0 })).toThrow("apply");
        expect(x.disposed).toBe(false);
        x.dispose();
      }));

    test("NaN and infinities are refused, wherever they are", () =>
      leaves((A, b) => {
        for (const bad of [NaN, Infinity, -Infinity])
          lw.scope(() => {
            const spoilt = A.clone();
            spoilt.data[13] = bad;
            const numbers = reals(9, 1);
            numbers[4] = bad;
            faulty(() => run(method(A, vector(numbers))), "ArgumentRangeError", "b");
            faulty(() => run(method(A, b, { x: vector(numbers) })), "ArgumentRangeError", "x");
            faulty(() => run(method(spoilt, b)), "ArgumentRangeError", "A");
          });
      }));

    test("bad arguments are named, and nothing is kept", () =>
      leaves((A, b) => {
        const other = instance().vector(9);
        const [short, narrow] = [vector([1]), lw.vector(9, { type: type === "f32" ? "f64" : "f32" })];
        const wide = lw.matrix(3, 9, undefined, { type });
        const cases: [unknown, unknown, unknown, Fault, string][] = [
          [undefined, b, {}, "ArgumentTypeError", "A"],
          [b, b, {}, "ArgumentTypeError", "A"],
          [A, undefined, {}, "ArgumentTypeError", "b"],
          [A, short, {}, "ShapeError", "b"],
          [A, narrow, {}, "ArgumentTypeError", "b"],
          [A, other, {}, "ArgumentTypeError", "b"],
          [A, b, null, "ArgumentTypeError", "options"],
          [A, b, { x: short }, "ShapeError", "x"],
          [A, b, { x: [1] }, "ArgumentTypeError", "x"],
        ];
        if (taken !== "any")
          cases.push(
            [wide, b, {}, "ShapeError", "A"],
            [A, b, { preconditioner: 3 }, "ArgumentTypeError", "preconditioner"],
          );
        for (const [op, right, options, fault, argument] of cases)
          faulty(() => run(method(op as never, right as never, options as never)), fault, argument);
        for (const made of [other, short, narrow, wide]) made.dispose();
      }));
  });
});

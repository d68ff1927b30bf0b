import { describe, expect, test } from "vitest";
import { l1, type ProximalOptions, proximalGradient, run, runAsync, type Vector } from "../../src/index.ts";
import { integers, reals, types } from "../data.ts";
import { type Fault, faulty } from "../faults.ts";
import { engineOf, instance } from "../instance.ts";

// Of its own, whose peak no other file has raised.
const lw = instance();
const engine = engineOf(lw);
const [m, n] = [7, 12];

describe.each(types)("what proximal gradient holds, in %s", (type) => {
  const size = type === "f32" ? 4 : 8;

  /** Runs `body` on a small problem, then checks that it left nothing but the problem and the arrays it returns. */
  async function leaves(body: (A: ReturnType<typeof lw.matrix>, b: Vector) => unknown): Promise<void> {
    const A = lw.matrix(m, n, reals(m * n, 1), { type });
    const b = lw.vector(reals(m, 2), { type });
    const before = lw.memory;
    await body(A, b);
    expect([lw.memory.arrays, lw.memory.bytes]).toEqual([before.arrays, before.bytes]);
    A.dispose();
    b.dispose();
  }

  test("3 cols + rows numbers from the first step on, nothing reserved after, x alone at the end", () =>
    leaves((A, b) => {
      const before = lw.memory;
      const steps = proximalGradient(A, b, l1(0.1), 0.01);
      expect(lw.memory.arrays).toBe(before.arrays);
      const first = steps.next().value;
      expect(lw.memory.bytes - before.bytes).toBe((3 * n + m) * size);
      const { alloc } = engine.memory;
      engine.memory.alloc = () => expect.fail("a later step reserved memory");
      const { workspace, peak } = lw.memory;
      for (let i = 0; i < 20; i++) expect(steps.next().value?.x).toBe(first?.x);
      engine.memory.alloc = alloc;
      expect([lw.memory.workspace, lw.memory.peak]).toEqual([workspace, peak]);
      steps.return();
      expect(lw.memory.bytes - before.bytes).toBe(n * size);
      first?.x.dispose();
    }));

  test("cols fewer with x given, which stays the caller's", () =>
    leaves((A, b) => {
      const x = lw.vector(n, { type });
      const before = lw.memory;
      const steps = proximalGradient(A, b, l1(0.1), 0.01, { x });
      steps.next();
      expect(lw.memory.bytes - before.bytes).toBe((2 * n + m) * size);
      steps.return();
      expect(lw.memory.bytes).toBe(before.bytes);
      expect(x.disposed).toBe(false);
      x.dispose();
    }));

  test("an error in onProgress frees all, also x unless it was given", () =>
    leaves(async (A, b) => {
      const fault = new Error("progress");
      const onProgress = (_: unknown, i: number) => {
        if (i === 3) throw fault;
      };
      expect(() => run(proximalGradient(A, b, l1(0.1), 0.01), { onProgress })).toThrow(fault);
      await expect(runAsync(proximalGradient(A, b, l1(0.1), 0.01), { onProgress })).rejects.toBe(fault);
      const x = lw.vector(n, { type });
      expect(() => run(proximalGradient(A, b, l1(0.1), 0.01, { x }), { onProgress })).toThrow(fault);
      expect(x.disposed).toBe(false);
      x.dispose();
    }));

  test("an abort frees all, before the start and on the way", () =>
    leaves(async (A, b) => {
      const endless = { tolerance: 0, maxIterations: 2 ** 31 };
      const steps = () => proximalGradient(A, b, l1(0.1), 0.01);
      expect(() => run(steps(), { signal: AbortSignal.abort(new Error("before")) })).toThrow("before");
      const control = new AbortController();
      const onProgress = (_: unknown, i: number) => i === 5 && control.abort(new Error("within"));
      expect(() => run(steps(), { ...endless, signal: control.signal, onProgress })).toThrow("within");
      const timed = new AbortController();
      setTimeout(() => timed.abort(new Error("timer")), 5);
      await expect(runAsync(steps(), { ...endless, slice: 1, signal: timed.signal })).rejects.toThrow("timer");
    }));

  test("a penalty or an operator that throws frees all", () =>
    leaves((A, b) => {
      let calls = 0;
      const g = l1(0.1);
      const prox = (...args: Parameters<typeof g.prox>) => {
        if (++calls === 3) throw new Error("prox");
        return g.prox(...args);
      };
      expect(() => run(proximalGradient(A, b, { ...g, prox }, 0.01))).toThrow("prox");
      const { rows, cols } = A;
      const broken = { engine, type, rows, cols, apply: () => expect.fail("apply"), adjoint: () => {} };
      expect(() => run(proximalGradient(broken, b, g, 0.01))).toThrow("apply");
    }));
});

test("bad arguments are named, and nothing is kept", () =>
  lw.scope(() => {
    const A = lw.matrix(m, n, integers(m * n, 1));
    const b = lw.vector(m);
    const [short, narrow, other] = [lw.vector(3), lw.vector(m, { type: "f32" }), instance().vector(m)];
    const before = lw.memory.arrays;
    const g = l1(1);
    const cases: [unknown, unknown, unknown, unknown, ProximalOptions | null | undefined, Fault, string][] = [
      [undefined, b, g, 1, undefined, "ArgumentTypeError", "A"],
      [b, b, g, 1, undefined, "ArgumentTypeError", "A"],
      [A, undefined, g, 1, undefined, "ArgumentTypeError", "b"],
      [A, [1, 2, 3], g, 1, undefined, "ArgumentTypeError", "b"],
      [A, A, g, 1, undefined, "ArgumentTypeError", "b"],
      [A, short, g, 1, undefined, "ShapeError", "b"],
      [A, narrow, g, 1, undefined, "ArgumentTypeError", "b"],
      [A, other, g, 1, undefined, "ArgumentTypeError", "b"],
      [A, b, undefined, 1, undefined, "ArgumentTypeError", "g"],
      [A, b, {}, 1, undefined, "ArgumentTypeError", "g"],
      [A, b, g, 0, undefined, "ArgumentRangeError", "step"],
      [A, b, g, NaN, undefined, "ArgumentRangeError", "step"],
      [A, b, g, "1", undefined, "ArgumentTypeError", "step"],
      [A, b, g, 1, null, "ArgumentTypeError", "options"],
      [A, b, g, 1, { x: short }, "ShapeError", "x"],
      [A, b, g, 1, { x: [1] as never }, "ArgumentTypeError", "x"],
      [A, b, g, 1, { accelerated: 1 as never }, "ArgumentTypeError", "accelerated"],
    ];
    for (const [op, right, penalty, step, options, name, argument] of cases) {
      faulty(
        () => run(proximalGradient(op as never, right as never, penalty as never, step as never, options as never)),
        name,
        argument,
      );
      expect(lw.memory.arrays).toBe(before);
    }
    other.dispose();
  }));

import { describe, expect, test } from "vitest";
import { gemmBatch, ger, transpose } from "../../src/kernels/dense.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { engine, lw } from "../instance.ts";
import { gemm, transposed } from "../oracle/dense.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

const part = (x: number[], b: number, size: number) => x.slice(b * size, (b + 1) * size);

describe.each(types)("small and level-2 products of %s", (type) => {
  test.each([
    [1, 1, 1, 1],
    [3, 2, 3, 4],
    [5, 4, 4, 4],
    [2, 5, 1, 3],
    [2, 4, 2, 0],
    [4, 3, 5, 1],
    [3, 7, 9, 6],
    [7, 8, 8, 8],
    [2, 6, 12, 5],
    [3, 16, 16, 16],
    [2, 13, 17, 11],
    [1, 32, 31, 33],
    [3, 0, 4, 4],
    [3, 4, 0, 4],
  ])("a batch of %i products %i x %i x %i", (count, m, n, k) =>
    lw.scope(() => {
      const [a, b, c] = [integers(count * m * k, 1), integers(count * k * n, 2), integers(count * m * n, 3)];
      const [A, B] = [matrixSlot(type, count * m, k, a), matrixSlot(type, count * k, n, b)];
      for (const [alpha, beta] of [
        [1, 0],
        [-3, 2],
        [2, -1],
        [0, 1],
      ] as const) {
        const out = matrixSlot(type, count * m, n, c);
        gemmBatch(out.ref, A.ref, B.ref, count, { alpha, beta });
        const want = Array.from({ length: count }, (_, q) =>
          gemm(part(a, q, m * k), part(b, q, k * n), m, n, k, alpha, beta, part(c, q, m * n)),
        ).flat();
        equal(out.read(), want, `alpha ${alpha}, beta ${beta}`);
      }
      const fresh = matrixSlot(type, count * m, n, new Array(count * m * n).fill(Number.NaN));
      gemmBatch(fresh.ref, A.ref, B.ref, count);
      expect(fresh.read().some(Number.isNaN)).toBe(false);
    }),
  );

  test("a batch at the very end of memory reads nothing past it", () =>
    lw.scope(() => {
      const { memory, kernels } = engine;
      const size = type === "f32" ? 4 : 8;
      const end = memory.wasm.buffer.byteLength;
      const C = lw.vector([0, 0, 0], { type });
      const A = lw.vector([2], { type });
      const into = type === "f32" ? Float32Array : Float64Array;
      const kept = new into(memory.wasm.buffer, end - 3 * size, 3).slice();
      new into(memory.wasm.buffer, end - 3 * size, 3).set([5, 6, 7]);
      kernels[type].dense_batch(C.ptr, A.ptr, end - 3 * size, 1, 1, 3, 1, 1, 0);
      equal(C.data, [10, 12, 14]);
      new into(memory.wasm.buffer, end - 3 * size, 3).set(kept);
    }));

  test("a batch of reals is within rounding", () =>
    lw.scope(() => {
      const [count, m, n, k] = [5, 9, 11, 13];
      const [a, b] = [reals(count * m * k, 4), reals(count * k * n, 5)];
      const C = lw.matrix(count * m, k, a, { type }).matmulBatch(lw.matrix(count * k, n, b, { type }), count);
      const each = (x: number[], y: number[]) =>
        Array.from({ length: count }, (_, q) => gemm(part(x, q, m * k), part(y, q, k * n), m, n, k)).flat();
      within(C.data, each(a, b), type, k + 2, each(magnitudes(a), magnitudes(b)));
    }));

  test.each([
    [0, 3],
    [3, 0],
    [1, 1],
    [2, 5],
    [7, 4],
    [5, 17],
    [33, 9],
  ])("rank-one update, %i x %i", (m, n) =>
    lw.scope(() => {
      const [a, x, y] = [integers(m * n, 1), integers(m, 2), integers(n, 3)];
      const A = matrixSlot(type, m, n, a);
      ger(A.ref, vectorSlot(type, x).ref, vectorSlot(type, y).ref, -3);
      equal(
        A.read(),
        a.map((v, p) => v - 3 * x[Math.floor(p / n)]! * y[p % n]!),
      );
    }),
  );

  test.each([
    [15, 16],
    [16, 16],
    [17, 33],
    [31, 64],
    [128, 48],
    [129, 145],
    [200, 260],
  ])("transposition, %i x %i", (m, n) =>
    lw.scope(() => {
      const a = Array.from({ length: m * n }, (_, p) => p);
      const out = matrixSlot(type, n, m, a);
      transpose(out.ref, matrixSlot(type, m, n, a).ref);
      equal(out.read(), transposed(a, m, n));
    }),
  );

  test("transposition of a block inside a matrix leaves the rest alone", () =>
    lw.scope(() => {
      const [m, n, lda, ldo] = [18, 17, 40, 23];
      const a = Array.from({ length: m * lda }, (_, p) => p + 1);
      const [A, out] = [vectorSlot(type, a), vectorSlot(type, new Array(n * ldo).fill(-1))];
      engine.kernels[type].dense_transpose(out.ref.ptr, A.ref.ptr, m, n, ldo, lda);
      equal(
        out.read(),
        Array.from({ length: n * ldo }, (_, p) => (p % ldo < m ? a[(p % ldo) * lda + Math.floor(p / ldo)]! : -1)),
      );
    }));

  test("arguments are checked by name", () =>
    lw.scope(() => {
      const A = lw.matrix(6, 2, undefined, { type });
      faulty(() => A.matmulBatch(lw.matrix(6, 3, undefined, { type }), 4), "ShapeError", "A");
      faulty(() => A.matmulBatch(lw.matrix(5, 3, undefined, { type }), 3), "ShapeError", "B");
      faulty(() => A.matmulBatch(lw.matrix(6, 3, undefined, { type }), 0), "ArgumentRangeError", "count");
      faulty(() => A.matmulBatch(lw.vector(6, { type }) as never, 3), "ArgumentTypeError", "B");
      faulty(() => A.addOuter(lw.vector(2, { type }), lw.vector(2, { type })), "ShapeError", "x");
      faulty(() => A.addOuter(lw.vector(6, { type }), lw.vector(3, { type })), "ShapeError", "y");
      faulty(
        () => A.addOuter(lw.vector(6, { type }), lw.vector(2, { type }), Number.NaN),
        "ArgumentRangeError",
        "alpha",
      );
    }));
});

import { describe, expect, test } from "vitest";
import { Vector } from "../../src/index.ts";
import { applyReflectors, blockWidth, factorPivotedQr, factorQr, formReflectors } from "../../src/kernels/qr.ts";
import { within } from "../compare.ts";
import { eps, reals, types } from "../data.ts";
import { engine, lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import { triangularFactor } from "../oracle/ortho.ts";
import { orthogonalityRatio, residualRatio } from "../oracle/ratios.ts";
import { matrixSlot } from "../slots.ts";

/** The block width, for sizes around it. */
const W = 48;
const shapes: [m: number, n: number][] = [
  [1, 1],
  [2, 1],
  [1, 2],
  [3, 2],
  [5, 9],
  [17, 16],
  [W, W],
  [W + 1, W - 1],
  [W - 1, W + 1],
  [2 * W + 3, W + 5],
];

describe.each(types)("reflectors in %s, at odd addresses", (type) => {
  test.each(shapes)("A = Q R, nothing beside the arrays written, %i x %i", (m, n) => {
    for (const pivot of [false, true])
      lw.scope(() => {
        const [a, k] = [reals(m * n, m + n), Math.min(m, n)];
        const V = matrixSlot(type, n, m, dense.transposed(a, m, n));
        const R = matrixSlot(type, k, n, new Array(k * n).fill(7));
        const T = matrixSlot(type, k, W, new Array(k * W).fill(7));
        expect(blockWidth(V.ref)).toBe(W);
        let order = Array.from({ length: n }, (_, j) => j);
        if (pivot) order = Array.from(factorPivotedQr(V.ref, R.ref, T.ref));
        else factorQr(V.ref, R.ref, T.ref);
        const [r, v] = [R.read(), V.read()];
        T.read();
        for (let i = 0; i < k; i++) {
          expect(v[i * (m + 1)]).toBe(1);
          for (let j = 0; j < i; j++) expect([v[i * m + j], r[i * n + j]]).toEqual([0, 0]);
        }
        const Q = matrixSlot(type, m, k, new Array(m * k).fill(7));
        formReflectors(Q.ref, { V: V.ref, T: T.ref });
        const q = Q.read();
        const AP = Array.from({ length: m * n }, (_, e) => a[e - (e % n) + (order[e % n] as number)] as number);
        expect(residualRatio(AP, q, r, m, n, k, eps[type])).toBeLessThan(30);
        expect(orthogonalityRatio(q, m, k, eps[type])).toBeLessThan(30);
        const C = matrixSlot(type, m, n, AP);
        applyReflectors(C.ref, { V: V.ref, T: T.ref }, true);
        const want = [...r, ...new Array((m - k) * n).fill(0)];
        within(C.read(), want, type, 30 * m, new Array(m * n).fill(Math.sqrt(m)), "Q'A");
        const D = matrixSlot(type, n, m, dense.transposed(AP, m, n));
        applyReflectors(D.ref, { V: V.ref, T: T.ref }, false, true);
        within(D.read(), dense.transposed(want, m, n), type, 30 * m, new Array(m * n).fill(Math.sqrt(m)), "A'Q");
      });
  });

  test("R is that of one reflector after the other, but for signs", () =>
    lw.scope(() => {
      const [m, n] = [70, 60];
      const a = reals(m * n, 3);
      const [V, R, T] = [
        lw.matrix(n, m, dense.transposed(a, m, n), { type }),
        lw.matrix(n, n, undefined, { type }),
        lw.matrix(n, W, undefined, { type }),
      ];
      factorQr(V, R, T);
      const r = Array.from(R.data, (v, e) => v * Math.sign(R.data[Math.floor(e / n) * (n + 1)] as number));
      within(r, triangularFactor(a, m, n), type, 100 * n, new Array(n * n).fill(Math.sqrt(m)), "R");
    }));

  test("the workspace asked for is enough", () => {
    const table = engine.kernels[type];
    for (const [m, n, p] of [
      [1, 1, 1],
      [100, 7, 300],
      [7, 100, 1],
      [130, 130, 40],
      [60, 2, 2000],
    ] as const)
      lw.scope(() => {
        const k = Math.min(m, n);
        const arrays = (...lengths: number[]) => lengths.map((length) => new Vector(engine, type, length));
        const [V, R, T, C, Q] = arrays(n * m, k * n, k * W, m * p, m * m) as [Vector, Vector, Vector, Vector, Vector];
        const pivots = new Vector(engine, "f32", n);
        const guarded = (elements: number, body: (work: number) => void) => {
          const work = new Vector(engine, type, elements + 64);
          work.data.fill(12345, elements);
          body(work.ptr);
          expect(work.data.subarray(elements).every((v) => v === 12345)).toBe(true);
        };
        for (const array of [V, C]) array.data.set(reals(array.length, 4));
        guarded(table.ortho_qrwork(m, n), (work) => table.ortho_qr(V.ptr, R.ptr, T.ptr, work, m, n));
        for (const after of [false, true])
          guarded(table.ortho_qrwork(m, p), (work) =>
            table.ortho_applyq(C.ptr, V.ptr, T.ptr, work, m, k, p, false, after),
          );
        guarded(table.ortho_qrwork(m, m), (work) => table.ortho_formq(Q.ptr, V.ptr, T.ptr, work, m, k, m));
        V.data.set(reals(V.length, 5));
        guarded(table.ortho_pivotedwork(m, n), (work) =>
          table.ortho_pivotedqr(V.ptr, R.ptr, T.ptr, pivots.ptr, work, m, n),
        );
      });
  });
});

// Tables fitted to rows, against all cuts of the sorted values; what they start from and end with.
import { describe, expect, test } from "vitest";
import { roundBfloat16 } from "../../src/kernels/bfloat16.ts";
import { type Fit, type FitOptions, fitRows } from "../../src/kernels/codebook.ts";
import { equal, within } from "../compare.ts";
import { eps, integers, reals, types } from "../data.ts";
import { engine, lw } from "../instance.ts";
import * as oracle from "../oracle/codebook.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

const optimal: Fit = { solver: "optimal" };
const plain = { symmetric: false, weights: undefined, power: 0, round: false, fit: optimal };
const rowOf = <T>(all: ArrayLike<T>, i: number, n: number): T[] => Array.from(all).slice(i * n, (i + 1) * n);
const ones = (n: number) => new Array<number>(n).fill(1);

/** Skewed numbers with repeats. */
const skewed = (n: number, seed: number) =>
  reals(n, seed).map((v, i) => Math.fround(i % 7 === 3 ? 0.25 : v ** 3 + (i % 3) / 4));

describe.each(types)("in %s", (type) => {
  test.each([
    [2, 8, false],
    [3, 6, false],
    [4, 97, false],
    [2, 8, true],
    [4, 32, true],
  ])("groups are scaled by what they hold, bits %i, group of %i, symmetric %s", (bits, groupSize, symmetric) =>
    lw.scope(() => {
      const [m, n] = [3, 2 * groupSize];
      const w = skewed(m * n, bits);
      const got = fitRows(matrixSlot(type, m, n, w).ref, 0, m, { ...plain, bits, groupSize, symmetric });
      for (let g = 0; g < 2 * m; g++) {
        const want = oracle.scaled(rowOf(w, g, groupSize), 2 ** bits, symmetric);
        within([got.scale[g]!], [want.scale], type, 4, [Math.abs(want.scale)], "scale");
        equal([got.offset[g]!], [want.offset], "offset");
      }
    }),
  );

  test.each([
    [1, 2],
    [2, 2],
    [3, 2],
    [4, 2],
    [5, 2],
    [7, 3],
    [8, 3],
    [9, 3],
    [17, 4],
    [31, 4],
    [64, 4],
    [97, 3],
    [131, 4],
  ])("the optimal table costs what the best of all cuts does, %i columns, %i bits", (n, bits) =>
    lw.scope(() => {
      const m = 3;
      const w = skewed(m * n, n);
      for (const zero of [0, 1, 3]) {
        const a = integers(n, 5).map((v, j) => (zero > 0 && j % zero === 0 && n > 1 ? 0 : Math.abs(v)));
        if (a.every((v) => v === 0)) continue;
        const weights = vectorSlot(type, a).ref;
        const got = fitRows(matrixSlot(type, m, n, w).ref, 0, m, { ...plain, bits, groupSize: n, weights });
        for (let i = 0; i < m; i++) {
          const { z, scale } = oracle.scaled(rowOf(w, i, n), 2 ** bits, false);
          const table = rowOf(got.tables, i, 2 ** bits);
          const least = oracle.leastCost(z, a, 2 ** bits);
          // z itself is rounded to the type: in f32 that shifts each distance by about eps of the range of z.
          const room = (type === "f64" ? 1e-9 : 1e-4) * least + n * (16 * eps[type]) ** 2 * 81;
          const cost = oracle.costOf(z, a, table);
          expect(Math.abs(cost - least), `row ${i}: ${cost}, least ${least}`).toBeLessThanOrEqual(room);
          expect(Math.abs(got.losses[i]! - scale * scale * least)).toBeLessThanOrEqual(scale * scale * room);
          expect(table).toEqual(table.slice().sort((p, q) => p - q));
        }
      }
    }),
  );

  test("rows do not touch each other, nor does the place they start at", () =>
    lw.scope(() => {
      const [m, n] = [9, 70];
      const W = matrixSlot(type, m, n, reals(m * n, 3)).ref;
      const whole = fitRows(W, 0, m, { ...plain, bits: 4, groupSize: 35, power: 1 });
      for (let i = 0; i < m; i++) {
        const one = fitRows(W, i, 1, { ...plain, bits: 4, groupSize: 35, power: 1 });
        equal(one.tables, rowOf(whole.tables, i, 16), "tables");
        equal(one.codes, rowOf(whole.codes, i, n), "codes");
        equal(one.losses, [whole.losses[i]!], "loss");
      }
    }));

  test("weights are multiplied by powers of the scales of groups", () =>
    lw.scope(() => {
      const [n, groupSize] = [96, 32];
      const w = reals(n, 8).map((v, j) => v * [1, 8, 64][Math.floor(j / groupSize)]!);
      const a = integers(n, 9).map(Math.abs);
      const weights = vectorSlot(type, a).ref;
      for (const power of [0, 1, 2]) {
        const got = fitRows(matrixSlot(type, 1, n, w).ref, 0, 1, { ...plain, bits: 3, groupSize, weights, power });
        const groups = [0, 1, 2].map((g) => oracle.scaled(rowOf(w, g, groupSize), 8, false));
        const z = groups.flatMap((group) => group.z);
        const omega = a.map((v, j) => v * groups[Math.floor(j / groupSize)]!.scale ** power);
        const least = oracle.leastCost(z, omega, 8);
        expect(oracle.costOf(z, omega, Array.from(got.tables))).toBeLessThanOrEqual(least * (1 + 1e-4));
      }
    }));

  test("as few distinct values as entries are kept exactly, the last one repeated", () =>
    lw.scope(() => {
      const w = [3, 0, 1, 3, 0, 0, 1, 1];
      const got = fitRows(matrixSlot(type, 1, 8, w).ref, 0, 1, { ...plain, bits: 2, groupSize: 8 });
      equal(got.tables, [0, 1, 3, 3]);
      equal(got.losses, [0]);
      const same = fitRows(matrixSlot(type, 2, 4, ones(8)).ref, 0, 2, { ...plain, bits: 4, groupSize: 4 });
      equal(same.losses, [0, 0]);
      equal(same.scale, [1, 1]);
      equal(same.offset, [1, 1]);
    }));

  test("codes are those of the nearest entry before it is rounded", () =>
    lw.scope(() => {
      for (const n of [1, 2, 3, 4, 5, 15, 16, 17, 131]) {
        const w = skewed(2 * n, n);
        const got = fitRows(matrixSlot(type, 2, n, w).ref, 0, 2, { ...plain, bits: 4, groupSize: n });
        for (let p = 0; p < 2 * n; p++) {
          const i = Math.floor(p / n);
          const table = rowOf(got.tables, i, 16);
          const { z } = oracle.scaled(rowOf(w, i, n), 16, false);
          const best = Math.min(...table.map((t) => Math.abs(z[p % n]! - t)));
          expect(Math.abs(z[p % n]! - table[got.codes[p]!]!)).toBeLessThanOrEqual(best + 32 * eps[type]);
        }
      }
    }));

  test("Lloyd's steps from a given table are those of the formula", () =>
    lw.scope(() => {
      const n = 200;
      const w = reals(n, 12).map((v) => Math.fround(v ** 3));
      const a = integers(n, 13).map(Math.abs);
      const { z } = oracle.scaled(w, 8, false);
      const start = Float64Array.from({ length: 8 }, (_, c) => c);
      let want = Array.from(start);
      for (const steps of [0, 1, 2, 5]) {
        const fit: Fit = { solver: "lloyd", start, steps, tolerance: 0 };
        want = Array.from(start);
        for (let s = 0; s < steps; s++) want = oracle.lloydStep(z, a, want);
        const weights = vectorSlot(type, a).ref;
        const got = fitRows(matrixSlot(type, 1, n, w).ref, 0, 1, { ...plain, bits: 3, groupSize: n, weights, fit });
        // A value beside a midpoint may go to either side in f32: that moves a mean by at most about its share.
        within(got.tables, want, type, type === "f64" ? 64 : 2 ** 16, ones(8), `${steps} steps`);
      }
    }));

  test("k-means++ and Lloyd's steps cost no less than the least, each step no more than the one before", () =>
    lw.scope(() => {
      const [m, n] = [12, 300];
      const W = matrixSlot(type, m, n, skewed(m * n, 14)).ref;
      const draws = lw.random(3).uniform(m * 16);
      const all: Omit<FitOptions, "fit"> = { ...plain, bits: 4, groupSize: n };
      const losses = (fit: Fit) => fitRows(W, 0, m, { ...all, fit }).losses;
      const least = losses(optimal);
      let before: ArrayLike<number> = new Array(m).fill(Infinity);
      for (const steps of [0, 1, 3, 10, 300]) {
        const now = losses({ solver: "lloyd", draws, steps, tolerance: 0 });
        for (let i = 0; i < m; i++) {
          expect(now[i]!).toBeLessThanOrEqual(before[i]! * (1 + 1e-6));
          expect(now[i]!).toBeGreaterThanOrEqual(least[i]! * (1 - 1e-4));
        }
        before = now;
      }
      for (let i = 0; i < m; i++) expect(before[i]!, "a local minimum near the least").toBeLessThan(4 * least[i]!);
    }));

  test("seeds are values of the row, drawn by weight: those without weight are not taken", () =>
    lw.scope(() => {
      const n = 60;
      const w = Array.from({ length: n }, (_, j) => j);
      const a = w.map((v) => (v % 3 === 0 ? 1 : 0));
      const draws = lw.random(5).uniform(4);
      const fit: Fit = { solver: "lloyd", draws, steps: 0, tolerance: 0 };
      const weights = vectorSlot(type, a).ref;
      const got = fitRows(matrixSlot(type, 1, n, w).ref, 0, 1, { ...plain, bits: 2, groupSize: n, weights, fit });
      const seeds = Array.from(got.tables, (t) => (t * 59) / 3);
      for (const s of seeds) expect(Math.abs(s / 3 - Math.round(s / 3))).toBeLessThan(1e-4);
      expect(new Set(seeds.map(Math.round)).size).toBe(4);
    }));

  test("a given table stays as it is; no rows, no columns", () =>
    lw.scope(() => {
      const start = Float64Array.of(-1, -0.5, 0.5, 1);
      const fit: Fit = { solver: "lloyd", start, steps: 0, tolerance: 0 };
      const W = matrixSlot(type, 1, 4, [-4, -2, 2, 4]).ref;
      const got = fitRows(W, 0, 1, { ...plain, bits: 2, groupSize: 4, symmetric: true, fit });
      equal(got.tables, start);
      equal(got.codes, [0, 1, 2, 3]);
      equal(got.losses, [0]);
      for (const [m, n] of [
        [0, 4],
        [2, 0],
      ] as const)
        for (const each of [optimal, fit])
          expect(
            fitRows(matrixSlot(type, m, n, []).ref, 0, m, { ...plain, bits: 2, groupSize: 4, fit: each }).losses,
          ).toEqual(new Float64Array(m));
      expect(engine.memory.use.bytes).toBeGreaterThan(0);
    }));
});

test("bfloat16: every upper half stays, what lies between goes to the nearer one, ties to the even one", () => {
  const bits = new Uint32Array(1);
  const value = new Float32Array(bits.buffer);
  for (let half = 0; half < 0x7f80; half++)
    for (const [low, up] of [
      [0, 0],
      [0x7fff, 0],
      [0x8000, half & 1],
      [0x8001, 1],
    ] as const) {
      bits[0] = (half << 16) | low;
      roundBfloat16(value);
      if (bits[0] !== (half + up) << 16)
        expect.fail(`${half.toString(16)} ${low.toString(16)}: ${bits[0].toString(16)}`);
    }
  const wide = Float64Array.of(1 + 2 ** -8 + 2 ** -20, -3);
  roundBfloat16(wide);
  expect(Array.from(wide)).toEqual([1 + 2 ** -7, -3]);
});

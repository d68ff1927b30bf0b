import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { walshHadamard } from "../../src/index.ts";
import { hadamard } from "../../src/kernels/fft.ts";
import { equal, within } from "../compare.ts";
import { integers, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/fft.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

const { hadamard: frozen } = JSON.parse(readFileSync(new URL("../fixtures/fft.json", import.meta.url), "utf8"));

describe.each(types)("Walsh-Hadamard in %s", (type) => {
  test.each([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024])("of %i whole numbers is exact", (n) =>
    lw.scope(() => {
      const x = integers(n, n);
      const slot = vectorSlot(type, x);
      walshHadamard(slot.ref);
      equal(slot.read(), oracle.hadamard(x));
    }),
  );

  test.each([1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15])(
    "past the blocks, %i: some entries, and twice is n times",
    (n) =>
      lw.scope(() => {
        const x = integers(n, 1);
        const v = lw.vector(x, { type });
        walshHadamard(v);
        const got = v.toArray();
        for (const i of [0, 1, 2, 3, 5, 17, 1000, n / 2, n / 2 + 77, n - 1]) {
          const bits = (value: number) => value.toString(2).replaceAll("0", "").length;
          expect(got[i]).toBe(x.reduce((sum, value, j) => sum + (bits(i & j) % 2 ? -value : value), 0));
        }
        walshHadamard(v);
        equal(
          v.data,
          x.map((value) => n * value),
        );
      }),
  );

  test("agrees with SciPy; each row of a matrix; orthonormal is its own inverse", () =>
    lw.scope(() => {
      const { x, X } = frozen;
      const rows = matrixSlot(type, 3, 16, [...x, ...X, ...x]);
      hadamard(rows.ref, 16, 3, 1);
      equal(rows.read(), [...X, ...x.map((v: number) => 16 * v), ...X]);
      const y = reals(64, 1);
      const v = lw.vector(y, { type });
      walshHadamard(v, { orthonormal: true });
      within(
        v.data,
        oracle.hadamard(y).map((e) => e / 8),
        type,
        8,
        new Array(64).fill(8),
      );
      walshHadamard(v, { orthonormal: true });
      within(v.data, y, type, 8, new Array(64).fill(4));
    }));
});

test("bad arguments are named", () =>
  lw.scope(() => {
    for (const n of [0, 3, 6, 100]) faulty(() => walshHadamard(lw.vector(n)), "ShapeError", "x");
    faulty(() => walshHadamard(lw.matrix(8, 6)), "ShapeError", "x");
    faulty(() => walshHadamard(lw.vector(8), { orthonormal: 1 as never }), "ArgumentTypeError", "orthonormal");
  }));

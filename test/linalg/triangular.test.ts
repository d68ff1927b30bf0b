import { describe, expect, test } from "vitest";
import { SingularMatrixError } from "../../src/index.ts";
import { equal } from "../compare.ts";
import { integers, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/dense.ts";

describe.each(types)("solveTriangular in %s", (type) => {
  test("each triangle, transposed or not, of a vector and of a matrix, into a new array", () =>
    lw.scope(() => {
      const n = 6;
      const a = integers(n * n, 1, 2).map((v, e) => (e % (n + 1) === 0 ? 2 * v : v));
      const x = integers(n, 2, 3);
      const A = lw.matrix(n, n, a, { type });
      for (const lower of [true, false])
        for (const transpose of [true, false]) {
          const meant = { lower, transpose, unitDiagonal: false };
          const b = oracle.gemv(oracle.triangular(a, n, meant), x, n, n);
          const from = lw.vector(b, { type });
          equal(lw.solveTriangular(A, from, { lower, transpose }).data, x);
          equal(from.data, b, "b is left alone");
          const wide = b.flatMap((v) => [v, 3 * v]);
          equal(
            lw.solveTriangular(A, lw.matrix(n, 2, wide, { type }), meant).data,
            x.flatMap((v) => [v, 3 * v]),
          );
        }
    }));

  test("a zero pivot is named, and nothing is kept", () =>
    lw.scope(() => {
      const A = lw.matrix(
        [
          [1, 0],
          [5, 0],
        ],
        { type },
      );
      const [b, B] = [lw.vector(2, { type }), lw.matrix(2, 2, undefined, { type })];
      const before = lw.memory.arrays;
      for (const body of [() => lw.solveTriangular(A, b), () => lw.solveTriangular(A, B)]) {
        expect(thrown(body)).toBeInstanceOf(SingularMatrixError);
        expect(thrown(body)).toMatchObject({ pivot: 1 });
      }
      expect(lw.memory.arrays).toBe(before);
    }));
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const [A, b] = [
      lw.matrix([
        [2, 1],
        [0, 2],
      ]),
      lw.vector(2),
    ];
    faulty(() => lw.solveTriangular(A, lw.vector(3)), "ShapeError", "b");
    faulty(() => lw.solveTriangular(A, lw.matrix(3, 1)), "ShapeError", "B");
    faulty(() => lw.solveTriangular(lw.matrix(2, 3), b), "ShapeError", "A");
    faulty(() => lw.solveTriangular(undefined as never, b), "ArgumentTypeError", "A");
    faulty(() => lw.solveTriangular(A, [1, 2] as never), "ArgumentTypeError", "b");
    faulty(() => lw.solveTriangular(A, b, null as never), "ArgumentTypeError", "triangle");
    faulty(() => lw.solveTriangular(A, b, { lower: "no" as never }), "ArgumentTypeError", "lower");
    faulty(() => lw.solveTriangular(A, b, { unitDiagonal: 1 as never }), "ArgumentTypeError", "unitDiagonal");
    faulty(() => lw.solveTriangular(A, lw.vector(2, { type: "f32" })), "ArgumentTypeError", "b");
  }));

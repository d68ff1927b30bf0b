import { describe, expect, test } from "vitest";
import { adjointOf, dotTest, type LinearOperator, product, scaled, sum, type Vector } from "../../src/index.ts";
import { equal } from "../compare.ts";
import { eps, integers, reals, sparse, types } from "../data.ts";
import { checkFault, faulty, thrown } from "../faults.ts";
import { instance, lw } from "../instance.ts";
import * as oracle from "../oracle/dense.ts";

describe.each(types)("operators in %s", (type) => {
  const vector = (numbers: number[]) => lw.vector(numbers, { type });
  const matrix = (m: number, n: number, seed: number) => lw.matrix(m, n, reals(m * n, seed), { type });

  /** |y'(Ax) - (A'y)'x| relative to its terms is within rounding. */
  function adjoint(A: LinearOperator, seed = 9): void {
    const [x, y] = [vector(reals(A.cols, seed)), vector(reals(A.rows, seed + 1))];
    expect(dotTest(A, x, y)).toBeLessThan(50 * eps[type]);
  }

  test.each([
    [1, 1],
    [5, 7],
    [7, 5],
    [64, 33],
    [0, 3],
    [3, 0],
  ])("the adjoint test holds for every operator, %i x %i", (m, n) =>
    lw.scope(() => {
      const [A, B] = [matrix(m, n, 1), matrix(m, n, 2)];
      const S = lw.csr({ ...sparse(m, n, 0.4, 3, reals), type });
      const C = matrix(n, m, 4);
      for (const op of [
        A,
        S,
        adjointOf(A),
        adjointOf(S),
        scaled(S, -2.5),
        sum(A, S),
        product(A, C),
        product(adjointOf(S), A),
      ])
        adjoint(op);
      adjoint(sum(scaled(product(A, adjointOf(B)), 0.5), product(S, adjointOf(S))));
    }),
  );

  test("and not for a wrong adjoint: a sign, a scale, another matrix", () =>
    lw.scope(() => {
      const [m, n] = [9, 6];
      const [A, B] = [matrix(m, n, 1), matrix(m, n, 2)];
      const [x, y] = [vector(reals(n, 3)), vector(reals(m, 4))];
      const wrong = (back: (out: Vector, y: Vector) => void): LinearOperator => ({
        engine: A.engine,
        type,
        rows: m,
        cols: n,
        apply: (out, v) => A.apply(out, v),
        adjoint: back,
      });
      for (const op of [
        wrong((out, v) => scaled(A, -1).adjoint(out, v)),
        wrong((out, v) => scaled(A, 1.001).adjoint(out, v)),
        wrong((out, v) => B.adjoint(out, v)),
      ])
        expect(dotTest(op, x, y)).toBeGreaterThan(1e-5);
      expect(dotTest(A, vector(new Array(n).fill(0)), vector(new Array(m).fill(0)))).toBe(0);
    }));

  test("the calculus does what its formulas say, exactly on integers", () =>
    lw.scope(() => {
      const [m, n] = [5, 7];
      const [a, b, c, x, y] = [integers(35, 1), integers(35, 2), integers(35, 3), integers(n, 4), integers(m, 5)];
      const [A, B] = [lw.matrix(m, n, a, { type }), lw.matrix(m, n, b, { type })];
      const C = lw.matrix(n, m, c, { type });
      const [at, bt, ct] = [oracle.transposed(a, m, n), oracle.transposed(b, m, n), oracle.transposed(c, n, m)];
      const on = (op: LinearOperator, v: number[], back = false) => {
        const out = lw.vector(back ? op.cols : op.rows, { type });
        if (back) op.adjoint(out, vector(v));
        else op.apply(out, vector(v));
        return out.data;
      };
      equal(on(adjointOf(A), y), oracle.gemv(at, y, n, m), "A' y");
      equal(on(adjointOf(A), x, true), oracle.gemv(a, x, m, n), "(A')' x");
      equal(on(scaled(A, -3), x), oracle.gemv(a, x, m, n, -3), "-3 A x");
      equal(on(scaled(A, -3), y, true), oracle.gemv(at, y, n, m, -3), "-3 A' y");
      equal(on(sum(A, B), x), oracle.gemv(b, x, m, n, 1, 1, oracle.gemv(a, x, m, n)), "(A + B) x");
      equal(on(sum(A, B), y, true), oracle.gemv(bt, y, n, m, 1, 1, oracle.gemv(at, y, n, m)), "(A + B)' y");
      equal(on(product(A, C), y), oracle.gemv(a, oracle.gemv(c, y, n, m), m, n), "A C y");
      equal(on(product(A, C), y, true), oracle.gemv(ct, oracle.gemv(at, y, n, m), m, n), "(A C)' y");
    }));

  test("shapes, and no array left behind by a call, failed or not", () =>
    lw.scope(() => {
      const [A, C] = [matrix(5, 7, 1), matrix(7, 3, 2)];
      const shape = (op: LinearOperator) => [op.rows, op.cols, op.type];
      expect([adjointOf(A), scaled(A, 2), sum(A, A), product(A, C)].map(shape)).toEqual([
        [7, 5, type],
        [5, 7, type],
        [5, 7, type],
        [5, 3, type],
      ]);
      const [x, out, short] = [vector(reals(3, 3)), vector(reals(5, 4)), vector([])];
      const before = lw.memory.arrays;
      product(sum(A, A), C).apply(out, x);
      product(sum(A, A), C).adjoint(x, out);
      faulty(() => product(A, C).apply(short, x), "ShapeError", "out");
      faulty(() => sum(A, A).adjoint(short, out), "ShapeError", "out");
      expect(lw.memory.arrays).toBe(before);
    }));
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const [A, B] = [lw.matrix(2, 3), lw.matrix(3, 3)];
    for (const bad of [undefined, null, 3, {}, lw.vector(3), lw.quantize(lw.matrix(1, 1))] as never[]) {
      faulty(() => adjointOf(bad), "ArgumentTypeError", "A");
      faulty(() => scaled(bad, 1), "ArgumentTypeError", "A");
      faulty(() => sum(A, bad), "ArgumentTypeError", "B");
      faulty(() => product(bad, A), "ArgumentTypeError", "A");
      faulty(() => dotTest(bad, lw.vector(1), lw.vector(1)), "ArgumentTypeError", "A");
    }
    faulty(() => scaled(A, NaN), "ArgumentRangeError", "alpha");
    faulty(() => scaled(A, "2" as never), "ArgumentTypeError", "alpha");
    faulty(() => sum(A, B), "ShapeError", "B");
    faulty(() => product(A, A), "ShapeError", "B");
    faulty(() => dotTest(A, lw.vector(2), lw.vector(2)), "ShapeError", "x");
    const other = instance();
    const foreign = other.vector(3);
    checkFault(
      thrown(() => dotTest(A, foreign, lw.vector(2))),
      "ArgumentTypeError",
      "x",
    );
    foreign.dispose();
  }));

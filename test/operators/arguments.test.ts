// What operators are made from is checked; products along the modes of tensors.
import { describe, test } from "vitest";
import {
  alongMode,
  blockOperator,
  diagonal,
  hstack,
  identity,
  kronecker,
  lowRank,
  operator,
  product,
  sum,
  vstack,
} from "../../src/index.ts";
import { equal } from "../compare.ts";
import { integers, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { instance, lw } from "../instance.ts";

describe.each(types)("in %s", (type) => {
  test.each([
    [0, [5, 3, 2]],
    [1, [2, 5, 3]],
    [2, [2, 3, 5]],
    [0, [5]],
    [1, [7, 5, 1, 2]],
  ])("a tensor along mode %i of shape %j, exactly on integers", (mode, shape) =>
    lw.scope(() => {
      const [m, n] = [4, 5];
      const size = shape.reduce((a, b) => a * b, 1);
      const right = shape.slice(mode + 1).reduce((a, b) => a * b, 1);
      const [a, x] = [integers(m * n, 1), integers(size, 2)];
      const want = new Array<number>((size / n) * m).fill(0);
      for (const [e, v] of x.entries()) {
        const [l, i, r] = [Math.floor(e / (n * right)), Math.floor(e / right) % n, e % right];
        for (let j = 0; j < m; j++) want[(l * m + j) * right + r]! += v * (a[j * n + i] as number);
      }
      const A = lw.matrix(m, n, a, { type });
      const X = lw.vector(x, { type });
      equal(alongMode(A, X, shape, mode).data, want);
      equal(alongMode(A.transpose(), X, shape, mode, true).data, want);
      equal(alongMode(lw.sparsify(A), X, shape, mode).data, want);
      faulty(() => alongMode(A, X, [...shape, 2], mode), "ShapeError", "x");
      faulty(() => alongMode(A, X, [3], 0), "ShapeError", "shape");
    }),
  );
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const [A, wide, narrow] = [
      lw.matrix(2, 2, [1, 2, 3, 4]),
      lw.matrix(2, 3),
      lw.matrix(2, 2, undefined, { type: "f32" }),
    ];
    const other = instance();
    const foreign = other.matrix(2, 2);
    for (const bad of [undefined, null, 3, {}, [1, 2]] as never[]) {
      faulty(() => diagonal(bad), "ArgumentTypeError", "d");
      faulty(() => identity(bad, 3), "ArgumentTypeError", "like");
      faulty(() => lowRank(bad, A), "ArgumentTypeError", "U");
      faulty(() => lowRank(A, bad), "ArgumentTypeError", "V");
      faulty(() => kronecker(A, bad), "ArgumentTypeError", "factors[1]");
      faulty(
        () =>
          operator(
            bad,
            1,
            1,
            () => {},
            () => {},
          ),
        "ArgumentTypeError",
        "like",
      );
      faulty(() => operator(A, 1, 1, bad, () => {}), "ArgumentTypeError", "apply");
      faulty(() => operator(A, 1, 1, () => {}, bad), "ArgumentTypeError", "adjoint");
      faulty(() => sum(A, A, bad), "ArgumentTypeError", "more[0]");
      if (bad !== null) faulty(() => vstack(A, bad), "ArgumentTypeError", "blocks[1][0]");
    }
    for (const stranger of [narrow, foreign]) {
      faulty(() => sum(A, stranger), "ArgumentTypeError", "B");
      faulty(() => product(A, stranger), "ArgumentTypeError", "B");
      faulty(() => kronecker(A, stranger), "ArgumentTypeError", "factors[1]");
      faulty(() => hstack(A, stranger), "ArgumentTypeError", "blocks[0][1]");
      faulty(() => lowRank(A, stranger), "ArgumentTypeError", "V");
    }
    faulty(() => identity(A, -1), "ArgumentRangeError", "n");
    faulty(
      () =>
        operator(
          A,
          1.5,
          1,
          () => {},
          () => {},
        ),
      "ArgumentRangeError",
      "rows",
    );
    faulty(
      () =>
        operator(
          A,
          1,
          NaN,
          () => {},
          () => {},
        ),
      "ArgumentRangeError",
      "cols",
    );
    faulty(() => lowRank(A, wide), "ShapeError", "V");
    faulty(() => lowRank(A, A, lw.vector(3)), "ShapeError", "s");
    faulty(() => sum(A, A, wide), "ShapeError", "more[0]");
    faulty(() => kronecker(), "ShapeError", "factors");
    faulty(() => vstack(A, wide), "ShapeError", "blocks[1][0]");
    faulty(() => hstack(A, lw.matrix(3, 2)), "ShapeError", "blocks[0][1]");
    faulty(() => blockOperator(3 as never), "ArgumentTypeError", "blocks");
    faulty(() => blockOperator([]), "ArgumentTypeError", "blocks");
    faulty(() => blockOperator([[A, A], [A]]), "ShapeError", "blocks[1]");
    faulty(() => blockOperator([[null]]), "ShapeError", "blocks");
    faulty(() => blockOperator([[A, null]]), "ShapeError", /column 1/);
    faulty(() => blockOperator([[A], [null]]), "ShapeError", /row 1/);
    foreign.dispose();
  }));

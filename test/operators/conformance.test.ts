import { describe, expect, test } from "vitest";
import {
  adjointOf,
  blockOperator,
  circulant,
  DisposedError,
  diagonal,
  hstack,
  identity,
  kronecker,
  type LinearOperator,
  lowRank,
  operator,
  product,
  type Real,
  scaled,
  sum,
  toeplitz,
  vstack,
} from "../../src/index.ts";
import { integers, reals, sparse, types } from "../data.ts";
import { thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import { dense } from "../oracle/csr.ts";
import { gemm, transposed } from "../oracle/dense.ts";
import { conforms } from "./conformance.ts";

type Numbers = readonly number[];
const entriesOf = (m: number, n: number, entry: (i: number, j: number) => number): number[] =>
  Array.from({ length: m * n }, (_, e) => entry(Math.floor(e / n), e % n));
const kron = (A: Numbers, B: Numbers, [m, n, p, q]: [number, number, number, number]): number[] =>
  entriesOf(m * p, n * q, (i, j) => {
    const a = A[Math.floor(i / p) * n + Math.floor(j / q)] as number;
    return a * (B[(i % p) * q + (j % q)] as number);
  });
/** Puts B into A of n columns. */
function placed(A: number[], n: number, B: Numbers, cols: number, at: [number, number]): number[] {
  for (const [e, v] of B.entries()) A[(at[0] + Math.floor(e / cols)) * n + at[1] + (e % cols)] = v;
  return A;
}

const shapes: [number, number][] = [
  [1, 1],
  [4, 7],
  [7, 4],
  [33, 17],
];

/** Each operator of m x n (or of a shape made from it), with the matrix it is. */
const makers: Record<string, (m: number, n: number, type: Real) => [LinearOperator, Numbers]> = {
  Matrix: (m, n, type) => [lw.matrix(m, n, reals(m * n, 1), { type }), reals(m * n, 1)],
  csr: (m, n, type) => {
    const S = sparse(m, n, 0.4, 3, reals);
    return [lw.csr({ ...S, type }), dense(S)];
  },
  csc: (m, n, type) => {
    const S = sparse(m, n, 0.4, 3, reals);
    return [lw.csr({ ...S, type }).toCsc(), dense(S)];
  },
  bsr: (m, n, type) => {
    const A = entriesOf(4 * m, 4 * n, (i, j) =>
      ((i >> 2) + (j >> 2)) % 2 === 0 ? Math.fround(Math.sin(i + 9 * j)) : 0,
    );
    return [lw.bsrFromDense(lw.matrix(4 * m, 4 * n, A, { type }), 4), A];
  },
  nm: (m, n, type) => {
    const A = entriesOf(m, 4 * n, (i, j) => (j % 2 === i % 2 ? Math.fround(Math.cos(i - 3 * j)) : 0));
    return [lw.nm(lw.matrix(m, 4 * n, A, { type }), 2, 4), A];
  },
  fanin: (m, n, type) => {
    const A = entriesOf(m, n, (i, j) => (j === i % n ? Math.fround(1 + i / 8) : 0));
    return [lw.faninFromDense(lw.matrix(m, n, A, { type }), 1), A];
  },
  colsparse: (m, n, type) => [lw.colsparse(lw.matrix(m, n, reals(m * n, 5), { type })), reals(m * n, 5)],
  toeplitz: (m, n, type) => {
    const [c, r] = [reals(m, 1), reals(n, 2)];
    return [
      toeplitz(lw.vector(c, { type }), lw.vector(r, { type })),
      entriesOf(m, n, (i, j) => (i >= j ? c[i - j] : r[j - i]) as number),
    ];
  },
  circulant: (m, _, type) => {
    const c = reals(m, 1);
    return [circulant(lw.vector(c, { type })), entriesOf(m, m, (i, j) => c[(i - j + m) % m] as number)];
  },
  diagonal: (m, _, type) => {
    const d = reals(m, 1);
    return [diagonal(lw.vector(d, { type })), entriesOf(m, m, (i, j) => (i === j ? (d[i] as number) : 0))];
  },
  identity: (m, _, type) => [identity(lw.vector(0, { type }), m), entriesOf(m, m, (i, j) => Number(i === j))],
  "lowRank U V'": (m, n, type) => {
    const [u, v] = [reals(m * 3, 1), reals(n * 3, 2)];
    const A = gemm(u, transposed(v, n, 3), m, n, 3);
    return [lowRank(lw.matrix(m, 3, u, { type }), lw.matrix(n, 3, v, { type })), A];
  },
  "lowRank U diag(s) V'": (m, n, type) => {
    const [u, v, s] = [reals(m * 2, 1), reals(n * 2, 2), reals(2, 3)];
    const us = u.map((x, e) => x * (s[e % 2] as number));
    const A = gemm(us, transposed(v, n, 2), m, n, 2);
    return [lowRank(lw.matrix(m, 2, u, { type }), lw.matrix(n, 2, v, { type }), lw.vector(s, { type })), A];
  },
  adjointOf: (m, n, type) => {
    const a = reals(m * n, 1);
    return [adjointOf(lw.matrix(m, n, a, { type })), transposed(a, m, n)];
  },
  scaled: (m, n, type) => {
    const a = reals(m * n, 1);
    return [scaled(lw.matrix(m, n, a, { type }), -2.5), a.map((v) => -2.5 * v)];
  },
  "sum of three": (m, n, type) => {
    const [a, b, c] = [reals(m * n, 1), reals(m * n, 2), reals(m * n, 3)];
    const of = (entries: number[]) => lw.matrix(m, n, entries, { type });
    return [sum(of(a), of(b), of(c)), a.map((v, e) => v + (b[e] as number) + (c[e] as number))];
  },
  product: (m, n, type) => {
    const [a, b] = [reals(m * 5, 1), reals(5 * n, 2)];
    return [product(lw.matrix(m, 5, a, { type }), lw.matrix(5, n, b, { type })), gemm(a, b, m, n, 5)];
  },
  "kronecker of two matrices": (m, n, type) => {
    const [a, b] = [reals(m * n, 1), reals(6, 2)];
    return [kronecker(lw.matrix(m, n, a, { type }), lw.matrix(3, 2, b, { type })), kron(a, b, [m, n, 3, 2])];
  },
  "kronecker of three, one sparse and one an adjoint": (m, n, type) => {
    const S = sparse(m, n, 0.5, 4, reals);
    const [a, b] = [reals(6, 1), reals(4, 2)];
    const first = kron(a, dense(S), [2, 3, m, n]);
    return [
      kronecker(lw.matrix(2, 3, a, { type }), lw.csr({ ...S, type }), adjointOf(lw.matrix(2, 2, b, { type }))),
      kron(first, transposed(b, 2, 2), [2 * m, 3 * n, 2, 2]),
    ];
  },
  blockOperator: (m, n, type) => {
    const [a, b, c] = [reals(m * n, 1), reals(3 * n, 2), reals(3 * 2, 3)];
    const of = (p: number, q: number, entries: number[]) => lw.matrix(p, q, entries, { type });
    const A = placed(new Array((m + 3) * (n + 2)).fill(0), n + 2, a, n, [0, 0]);
    placed(placed(A, n + 2, b, n, [m, 0]), n + 2, c, 2, [m, n]);
    return [
      blockOperator([
        [of(m, n, a), null],
        [of(3, n, b), of(3, 2, c)],
      ]),
      A,
    ];
  },
  vstack: (m, n, type) => {
    const [a, b] = [reals(m * n, 1), reals(2 * n, 2)];
    return [vstack(lw.matrix(m, n, a, { type }), lw.matrix(2, n, b, { type })), [...a, ...b]];
  },
  hstack: (m, n, type) => {
    const [a, b] = [reals(m * n, 1), reals(m * 3, 2)];
    const A = placed(new Array(m * (n + 3)).fill(0), n + 3, a, n, [0, 0]);
    return [hstack(lw.matrix(m, n, a, { type }), lw.matrix(m, 3, b, { type })), placed(A, n + 3, b, 3, [0, n])];
  },
  "an operator of one's own": (m, n, type) => {
    const A = lw.matrix(m, n, reals(m * n, 1), { type });
    return [
      operator(
        A,
        m,
        n,
        (out, x) => A.apply(out, x),
        (out, y) => A.adjoint(out, y),
      ),
      reals(m * n, 1),
    ];
  },
};

describe.each(types)("operators of %s", (type) => {
  test.each(Object.entries(makers))("%s", (_, make) => {
    for (const [m, n] of shapes)
      lw.scope(() => {
        const [A, entries] = make(m, n, type);
        conforms(A, entries, type);
      });
  });

  test("parts that were disposed are noticed", () =>
    lw.scope(() => {
      const make = () => lw.matrix(3, 3, integers(9, 1), { type });
      const [x, out] = [lw.vector(3, { type }), lw.vector(3, { type })];
      const d = lw.vector(3, { type });
      const A = make();
      const made = [
        diagonal(d),
        lowRank(A, A),
        sum(A, A),
        product(A, A),
        kronecker(A),
        vstack(A),
        hstack(A),
        scaled(A, 2),
      ];
      A.dispose();
      d.dispose();
      for (const op of made) {
        expect(thrown(() => op.apply(out, x))).toBeInstanceOf(DisposedError);
        expect(thrown(() => op.adjoint(out, x))).toBeInstanceOf(DisposedError);
      }
    }));
});

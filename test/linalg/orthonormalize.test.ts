import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { orthonormalize } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { eps, integers, magnitudes, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/ortho.ts";

const frozen = JSON.parse(readFileSync(new URL("../fixtures/qr.json", import.meta.url), "utf8"));

describe.each(types)("orthonormalize in %s", (type) => {
  test.each(["mgs", "cgs2", "bcgs2", "cholqr2", "cholqr3", "householder", undefined] as const)(
    "A = Q R with orthonormal Q, by %s",
    (method) =>
      lw.scope(() => {
        for (const [m, n] of [
          [0, 0],
          [4, 0],
          [0, 4],
          [1, 1],
          [30, 9],
          [64, 64],
          [9, 30],
        ] as const) {
          const a = reals(m * n, m + n);
          const A = lw.matrix(m, n, a, { type });
          const { Q, R, rank, kept } = lw.orthonormalize(A, method ? { method } : undefined);
          expect([Q.rows, Q.cols, R.rows, R.cols, rank]).toEqual([m, rank, rank, n, Math.min(m, n)]);
          equal(
            kept,
            Array.from({ length: rank }, (_, i) => i),
          );
          equal(A.data, a, "A is left alone");
          const [q, r] = [Array.from(Q.data), Array.from(R.data)];
          expect(oracle.orthogonality(q, m, rank)).toBeLessThan(method === "mgs" ? 1e4 * eps[type] : 50 * eps[type]);
          const bound = dense.gemm(magnitudes(q), magnitudes(r), m, n, rank).map((v) => v + 1);
          within(dense.gemm(q, r, m, n, rank), a, type, 2 * n + m + 8, bound, "Q R");
        }
      }),
  );

  test("agrees with SciPy's QR, whose signs are made to match", () =>
    lw.scope(() => {
      const { m, n, A, Q, R } = frozen;
      const got = lw.orthonormalize(lw.matrix(m, n, A, { type }));
      within(got.Q.data, Q, type, 100, new Array(m * n).fill(1), "Q");
      within(got.R.data, R, type, 100, new Array(n * n).fill(Math.max(...magnitudes(R))), "R");
    }));

  test("finds the rank of products of thin matrices, by both methods", () =>
    lw.scope(() => {
      for (const [m, n, rank] of [
        [40, 30, 1],
        [60, 50, 12],
        [30, 80, 7],
        [200, 120, 60],
      ] as const) {
        const [b, c] = [reals(m * rank, 3), reals(rank * n, 4)];
        const A = lw.matrix(m, n, dense.gemm(b, c, m, n, rank), { type });
        for (const method of ["mgs", "cgs2"] as const) {
          const got = lw.orthonormalize(A, { method });
          expect([got.rank, Array.from(got.kept)]).toEqual([rank, Array.from({ length: rank }, (_, i) => i)]);
          const product = dense.gemm(Array.from(got.Q.data), Array.from(got.R.data), m, n, rank);
          within(product, Array.from(A.data), type, 8 * Math.max(m, n), new Array(m * n).fill(rank), "Q R");
        }
      }
    }));

  test("classical twice stays orthogonal on Lauchli's matrix, where modified does not", () =>
    lw.scope(() => {
      const n = 25;
      const e = Math.fround(type === "f64" ? 1e-7 : 1e-3);
      const A = lw.matrix(n + 1, n, oracle.lauchli(n, e), { type });
      const loss = (method: "mgs" | "cgs2") =>
        oracle.orthogonality(Array.from(lw.orthonormalize(A, { method, tolerance: 0 }).Q.data), n + 1, n);
      expect(loss("cgs2")).toBeLessThan(type === "f64" ? 1e-14 * Math.sqrt(n) : 1e-5);
      expect(loss("mgs")).toBeGreaterThan(100 * loss("cgs2"));
    }));

  test("the tolerance decides what counts as dependent", () =>
    lw.scope(() => {
      // The second column leaves 1e-3 of its norm.
      const A = lw.matrix(
        [
          [1, 1],
          [0, 1e-3],
        ],
        { type },
      );
      expect(lw.orthonormalize(A, { tolerance: 5e-4 }).rank).toBe(2);
      expect(lw.orthonormalize(A, { tolerance: 2e-3 })).toMatchObject({ rank: 1, kept: new Uint32Array([0]) });
    }));

  test("keeps Q and R alone", () => {
    const A = lw.matrix(6, 4, integers(24, 5), { type });
    const before = lw.memory;
    const { Q, R } = lw.orthonormalize(A);
    expect(lw.memory.arrays - before.arrays).toBe(2);
    expect(lw.memory.bytes - before.bytes).toBe(Q.bytes + R.bytes);
    for (const array of [A, Q, R]) array.dispose();
  });
});

test("bad arguments are named, and nothing is kept", () =>
  lw.scope(() => {
    const A = lw.matrix(3, 2, integers(6, 6));
    const before = lw.memory.arrays;
    for (const bad of [NaN, Infinity, -Infinity]) {
      const B = lw.matrix(1, 2, [1, bad]);
      faulty(() => lw.orthonormalize(B), "ArgumentRangeError", "A");
      B.dispose();
    }
    faulty(() => lw.orthonormalize(A, { method: "qr" as never }), "ArgumentRangeError", "method");
    faulty(() => lw.orthonormalize(A, { method: "bcgs2", inner: "cholqr2" as never }), "ArgumentRangeError", "inner");
    faulty(() => lw.orthonormalize(A, { tolerance: -1 }), "ArgumentRangeError", "tolerance");
    faulty(() => lw.orthonormalize(A, { tolerance: "0" as never }), "ArgumentTypeError", "tolerance");
    faulty(() => lw.orthonormalize(A, null as never), "ArgumentTypeError", "options");
    faulty(() => lw.orthonormalize(undefined as never), "ArgumentTypeError", "A");
    faulty(() => orthonormalize([[1]] as never), "ArgumentTypeError", "A");
    expect(lw.memory.arrays).toBe(before);
  }));

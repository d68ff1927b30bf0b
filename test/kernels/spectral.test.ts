import { describe, expect, test } from "vitest";
import { removeRows, rowsAsColumns, setRow, turnRows } from "../../src/kernels/krylov.ts";
import { jacobi, mirror, schur, symmetricVectors } from "../../src/kernels/spectral.ts";
import { equal, within } from "../compare.ts";
import { eps, integers, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { engine, lw } from "../instance.ts";
import * as oracle from "../oracle/spectral.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

const numbers = (A: { data: ArrayLike<number> }) => Array.from(A.data);

describe.each(types)("faces of the spectral kernels in %s", (type) => {
  test("mirror copies the lower triangle up, and writes nothing else", () =>
    lw.scope(() => {
      for (const n of [0, 1, 2, 5, 31, 33, 70]) {
        const a = integers(n * n, n);
        const A = matrixSlot(type, n, n, a);
        mirror(A.ref);
        const want = a.map((_, e) => a[Math.max(Math.floor(e / n), e % n) * n + Math.min(Math.floor(e / n), e % n)]);
        equal(A.read(), want as number[], `n = ${n}`);
      }
    }));

  test("eigenvectors go into their own matrix alone", () =>
    lw.scope(() => {
      const n = 21;
      const a = reals(n * n, 1);
      const [A, Z] = [matrixSlot(type, n, n, a), matrixSlot(type, n, 4, reals(n * 4, 2))];
      mirror(A.ref);
      const whole = A.read();
      const values = new Float64Array(n);
      symmetricVectors(values, Z.ref, A.ref, 3);
      A.read();
      const d = Array.from(values).slice(3, 7);
      expect(oracle.eigenResidual(whole, Z.read(), d, n, 4) / (n * eps[type])).toBeLessThan(200);
    }));

  test("rows of a basis: taken off a vector, turned, given as columns", () =>
    lw.scope(() => {
      const [m, n] = [5, 13];
      const basis = integers(m * n, 3);
      const V = lw.matrix(m, n, basis, { type });
      const x = integers(n, 4);
      const [v, c] = [vectorSlot(type, x), lw.vector(m, { type })];
      removeRows(v.ref, V, 1, 3, c);
      const along = [1, 2].map((i) => x.reduce((sum, value, j) => sum + value * (basis[i * n + j] as number), 0));
      const left = x.map(
        (value, j) => value - along.reduce((sum, a, i) => sum + a * (basis[(i + 1) * n + j] as number), 0),
      );
      equal(v.read(), left, "x - V'V x");
      const S = integers(m * 2, 5);
      turnRows(V, lw.matrix(m, 2, S, { type }));
      const want = oracle.multiply(oracle.transposed(S, m, 2), basis, 2, n, m);
      equal(numbers(V), [...want, ...basis.slice(2 * n)], "S'V");
      setRow(V, 2, lw.vector(x, { type }));
      const out = lw.matrix(n, 3, undefined, { type });
      rowsAsColumns(out, V);
      equal(out.data, oracle.transposed([...want, ...x], 3, n), "columns");
      faulty(() => setRow(V, m, lw.vector(x, { type })), "ShapeError", "V");
    }));
});

test("not converging is a value: too few sweeps, and numbers that are not", () =>
  lw.scope(() => {
    const n = 6;
    const W = lw.matrix(n, n, reals(n * n, 6));
    const [few, enough] = [W.clone(), W.clone()];
    const V = lw.matrix(n, n);
    const s = new Float64Array(n);
    expect(jacobi(s, few, V, 1)).toBe(false);
    expect(jacobi(s, enough, V, 40)).toBe(true);
    const made = oracle.multiply(
      oracle.transposed(numbers(V), n, n).map((v, e) => v * (s[e % n] as number)),
      numbers(enough),
      n,
      n,
      n,
    );
    within(made, numbers(W), "f64", 100, new Array(n * n).fill(1), "V' S U'");

    // The kernels themselves, on what the functions above them refuse: they end, and say so.
    const block = lw.vector(new Array(4 * n).fill(NaN));
    const at = (block as unknown as { ptr: number }).ptr;
    expect(engine.kernels.f64.spectral_qr(at, at + 16 * n, n)).toBe(n - 1);
    expect(engine.kernels.f64.spectral_bidiagonalqr(at, at + 16 * n, n)).toBe(n - 1);
    expect(schur(lw.matrix(n, n, new Array(n * n).fill(NaN)))).toBe(n);
  }));

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Real } from "../../src/core/types.ts";
import { DisposedError, Fft, type FftOptions } from "../../src/index.ts";
import { transform } from "../../src/kernels/fft.ts";
import { smoothAbove } from "../../src/kernels/fftplan.ts";
import { identical, within } from "../compare.ts";
import { eps, magnitudes, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { engine, lw } from "../instance.ts";
import * as oracle from "../oracle/fft.ts";
import { vectorSlot } from "../slots.ts";

const frozen = JSON.parse(readFileSync(new URL("../fixtures/fft.json", import.meta.url), "utf8"));

/** ||got - want||_2 / ||want||_2 */
function off(got: ArrayLike<number>, want: ArrayLike<number>): number {
  expect(got.length).toBe(want.length);
  let [above, below] = [0, 0];
  for (let i = 0; i < want.length; i++) {
    above += ((got[i] as number) - (want[i] as number)) ** 2;
    below += (want[i] as number) ** 2;
  }
  return Math.sqrt(above / (below || 1));
}

const smooth = (n: number): boolean =>
  [2, 3, 5, 7, 11, 13].reduce((m, p) => {
    while (m % p === 0) m /= p;
    return m;
  }, n) === 1;
/** What rounding allows: it grows with the number of passes; Bluestein's way has two transforms of four times the length. */
const allowed = (type: Real, n: number): number => eps[type] * (1 + Math.log2(n) / 2) * (smooth(n) ? 0.5 : 1.5);

/** Applies a plan to numbers amid guards. */
function run(type: Real, n: number, x: readonly number[], length: number, options: FftOptions = {}, inverse = false) {
  return lw.scope(() => {
    const plan = lw.fft(n, { type, ...options });
    const [from, to] = [vectorSlot(type, x), vectorSlot(type, new Array(length).fill(7))];
    transform(plan, to.ref, from.ref, inverse);
    identical(from.read(), x, "what was transformed");
    return to.read();
  });
}

describe.each(types)("Fourier transforms in %s", (type) => {
  test("of every length up to 130, and back", () => {
    for (let n = 1; n <= 130; n++) {
      const x = reals(2 * n, n);
      const want = oracle.dft(x);
      expect(off(run(type, n, x, 2 * n), want), `n = ${n}`).toBeLessThan(allowed(type, n));
      const back = run(
        type,
        n,
        want.map((v) => (type === "f32" ? Math.fround(v) : v)),
        2 * n,
        {},
        true,
      );
      expect(off(back, x), `inverse, n = ${n}`).toBeLessThan(2 * allowed(type, n));
    }
  });

  test.each([256, 257, 343, 512, 720, 729, 1000, 1001, 1009, 1024, 1331, 1536, 2048, 2187, 2197, 2401, 3125, 4096])(
    "of length %i: powers, primes, products",
    (n) => {
      const x = reals(2 * n, 1);
      const got = run(type, n, x, 2 * n);
      const ks = [
        0,
        1,
        2,
        3,
        n >> 2,
        n >> 1,
        (n >> 1) + 1,
        n - 2,
        n - 1,
        ...Array.from({ length: 90 }, (_, i) => (i * 7919) % n),
      ];
      const part = ks.flatMap((k) => [got[2 * k] as number, got[2 * k + 1] as number]);
      expect(off(part, oracle.dft(x, ks))).toBeLessThan(2 * allowed(type, n));
      expect(off(run(type, n, got, 2 * n, {}, true), x)).toBeLessThan(2 * allowed(type, n));
    },
  );

  test.each([10007, 16384, 30030, 65536, 3 ** 10])("long ones, %i: some of the spectrum, Parseval, and back", (n) =>
    lw.scope(() => {
      const x = lw.random(3).normal(2 * n, type);
      const plan = lw.fft(n, { type });
      const X = plan.forward(x);
      const ks = [0, 1, n >> 1, n - 1, 1234];
      const { data } = X;
      const part = ks.flatMap((k) => [data[2 * k] as number, data[2 * k + 1] as number]);
      const want = oracle.dft(x.data, ks);
      const worst = Math.max(...part.map((v, i) => Math.abs(v - (want[i] as number))));
      expect(worst).toBeLessThan(6 * allowed(type, n) * Math.sqrt(2 * n));
      expect(Math.abs(X.norm() / Math.sqrt(n) / x.norm() - 1)).toBeLessThan(20 * eps[type]);
      plan.inverseInto(X, X);
      expect(off(X.data, x.data)).toBeLessThan(2 * allowed(type, n));
    }),
  );

  test("linear; a shift turns the spectrum; an impulse is flat; conjugates mirror", () => {
    for (const n of [12, 37, 64, 105]) {
      const [x, y] = [reals(2 * n, 1), reals(2 * n, 2)];
      const [X, Y] = [run(type, n, x, 2 * n), run(type, n, y, 2 * n)];
      const close = (got: number[], want: number[]) => expect(off(got, want)).toBeLessThan(3 * allowed(type, n));
      close(
        run(
          type,
          n,
          x.map((v, i) => 0.5 * v - 0.25 * (y[i] as number)),
          2 * n,
        ),
        X.map((v, i) => 0.5 * v - 0.25 * (Y[i] as number)),
      );
      close(
        run(type, n, [...x.slice(-6), ...x.slice(0, -6)], 2 * n),
        X.map((v, i) => {
          const [c, s] = [oracle.cosine(3 * (i >> 1), n), oracle.sine(3 * (i >> 1), n)];
          return i & 1 ? c * v - s * (X[i - 1] as number) : c * v + s * (X[i + 1] as number);
        }),
      );
      close(
        run(
          type,
          n,
          x.map((_, i) => (i === 0 ? 1 : 0)),
          2 * n,
        ),
        x.map((_, i) => 1 - (i & 1)),
      );
      close(
        run(
          type,
          n,
          x.map((v, i) => (i & 1 ? -v : v)),
          2 * n,
        ),
        X.map((_, i) => {
          const k = (n - (i >> 1)) % n;
          return i & 1 ? -(X[2 * k + 1] as number) : (X[2 * k] as number);
        }),
      );
    }
  });

  test("of real numbers: the first half of the spectrum, and back; what must be real is not read", () => {
    for (const n of [...Array.from({ length: 70 }, (_, i) => i + 1), 127, 128, 254, 257, 360]) {
      const x = reals(n, n);
      const half = 2 * (Math.floor(n / 2) + 1);
      const want = oracle.dft(x.flatMap((v) => [v, 0])).slice(0, half);
      const got = run(type, n, x, half, { kind: "real" });
      expect(off(got, want), `n = ${n}`).toBeLessThan(2 * allowed(type, n));
      expect(got[1]).toBe(0);
      const spoilt = got.with(1, 9);
      if (n % 2 === 0) spoilt[half - 1] = -9;
      expect(off(run(type, n, spoilt, n, { kind: "real" }, true), x), `inverse, n = ${n}`).toBeLessThan(
        3 * allowed(type, n),
      );
    }
  });

  test("cosine transforms of every length up to 40, both types, scaled or not, and back", () => {
    for (const n of [...Array.from({ length: 40 }, (_, i) => i + 1), 101, 256]) {
      const x = reals(n, n);
      for (const [kind, by] of [
        ["dct2", oracle.dct2],
        ["dct3", oracle.dct3],
      ] as const) {
        const got = run(type, n, x, n, { kind });
        expect(off(got, by(x)), `${kind} n = ${n}`).toBeLessThan(3 * allowed(type, n));
        expect(off(run(type, n, got, n, { kind }, true), x)).toBeLessThan(6 * allowed(type, n));
        const turned = run(type, n, x, n, { kind, orthonormal: true });
        expect(Math.abs(Math.hypot(...turned) / Math.hypot(...x) - 1)).toBeLessThan(8 * allowed(type, n));
        expect(off(run(type, n, turned, n, { kind, orthonormal: true }, true), x)).toBeLessThan(6 * allowed(type, n));
      }
    }
  });

  test("agrees with SciPy", () => {
    const size = (v: number[]) => new Array<number>(v.length).fill(Math.max(1, ...magnitudes(v)));
    for (const { kind, orthonormal, x, X } of frozen.cosine)
      within(run(type, x.length, x, X.length, { kind, orthonormal }), X, type, 16, size(X), `${kind} ${x.length}`);
    for (const { x, X } of frozen.real) within(run(type, x.length, x, X.length, { kind: "real" }), X, type, 8, size(X));
    for (const { x, X } of frozen.complex) within(run(type, x.length / 2, x, X.length), X, type, 8, size(X));
    const { rows, cols, x, X } = frozen.grid;
    lw.scope(() => {
      const A = lw.matrix(rows, 2 * cols, x, { type });
      within(lw.fft([rows, cols], { type }).forward(A).data, X, type, 8, size(X), "grid");
    });
  });

  test.each([
    [1, 1],
    [3, 5],
    [8, 16],
    [16, 23],
    [17, 4],
    [34, 19],
    [60, 37],
  ])("of a grid of %i x %i: rows, then columns; and back in place", (rows, cols) =>
    lw.scope(() => {
      const x = reals(2 * rows * cols, 5);
      const across = Array.from({ length: rows }, (_, i) => oracle.dft(x.slice(2 * i * cols, 2 * (i + 1) * cols)));
      const want = new Array<number>(x.length);
      for (let c = 0; c < cols; c++) {
        const column = oracle.dft(across.flatMap((row) => row.slice(2 * c, 2 * c + 2)));
        for (const [e, v] of column.entries()) want[2 * ((e >> 1) * cols + c) + (e & 1)] = v;
      }
      const plan = lw.fft([rows, cols], { type });
      const X = plan.forward(lw.vector(x, { type }));
      expect(off(X.data, want)).toBeLessThan(2 * allowed(type, rows * cols * 17));
      plan.inverseInto(X, X);
      expect(off(X.data, x)).toBeLessThan(4 * allowed(type, rows * cols * 17));
    }),
  );

  test("each row of a matrix as if it were alone; in place", () =>
    lw.scope(() => {
      for (const [n, kind, from, to] of [
        [24, "complex", 48, 48],
        [19, "complex", 38, 38],
        [24, "real", 24, 26],
        [15, "real", 15, 16],
        [12, "dct2", 12, 12],
      ] as const) {
        const plan = lw.fft(n, { type, kind });
        const A = lw.matrix(5, from, reals(5 * from, n), { type });
        const X = plan.forward(A);
        expect([X.rows, X.cols]).toEqual([5, to]);
        for (let i = 0; i < 5; i++)
          identical(
            X.data.slice(i * to, (i + 1) * to),
            plan.forward(lw.vector(A.data.slice(i * from, (i + 1) * from))).data,
          );
        const back = plan.inverse(X);
        expect(off(back.data, A.data)).toBeLessThan(1e3 * eps[type]);
        if (from !== to) continue;
        plan.forwardInto(A, A);
        identical(A.data, X.data);
      }
    }));

  test("NaN goes through", () => {
    const X = run(type, 16, reals(32, 1).with(5, Number.NaN), 32);
    expect(X.every((v, i) => Number.isNaN(v + (X[i ^ 1] as number)))).toBe(true);
  });
});

test("a plan reserves its tables alone, its calls nothing once there is scratch", () => {
  const before = lw.memory.bytes;
  const plan = new Fft(engine, 1024, { type: "f32" });
  expect(lw.memory.bytes - before).toBe(plan.bytes);
  expect([plan.length, plan.bytes < 3 * 1024 * 4]).toEqual([1024, true]);
  const x = lw.vector(2048, { type: "f32" });
  plan.forwardInto(x, x);
  const { bytes, workspace, reserved } = lw.memory;
  plan.inverseInto(x, x);
  expect(lw.memory).toMatchObject({ bytes, workspace, reserved });
  plan.dispose();
  expect(thrown(() => plan.forward(x))).toBeInstanceOf(DisposedError);
  x.dispose();
  expect(lw.memory.bytes).toBe(before);
});

test("lengths of convolutions: the least of the form 64 * 2^a 3^b 5^c", () => {
  const good = (n: number) => n % 64 === 0 && smooth(n / 64) && [7, 11, 13].every((p) => n % p !== 0);
  for (const n of [1, 64, 65, 1000, 6400, 6401, 20013, 99999, 1 << 20]) {
    let want = n;
    while (!good(want)) want++;
    expect(smoothAbove(n)).toBe(want);
  }
});

test("bad arguments are named", () =>
  lw.scope(() => {
    for (const n of [0, -1, 1.5, Number.NaN, 2 ** 26 + 1, 2 ** 33]) faulty(() => lw.fft(n), "ArgumentRangeError", "n");
    faulty(() => lw.fft("8" as never), "ArgumentTypeError", "n");
    faulty(() => lw.fft([0, 4]), "ArgumentRangeError", "rows");
    faulty(() => lw.fft([4, 2.5]), "ArgumentRangeError", "cols");
    faulty(() => lw.fft([4, 4], { kind: "real" }), "ArgumentRangeError", "kind");
    faulty(() => lw.fft(8, { kind: "dst" as never }), "ArgumentRangeError", "kind");
    faulty(() => lw.fft(8, { type: "f16" as never }), "ArgumentRangeError", "type");
    faulty(() => lw.fft(8, { orthonormal: 1 as never }), "ArgumentTypeError", "orthonormal");
    faulty(() => lw.fft(8, null as never), "ArgumentTypeError", "options");
    const plan = lw.fft(8);
    faulty(() => plan.forward(lw.vector(15)), "ShapeError", "x");
    faulty(() => plan.forward(lw.matrix(3, 8)), "ShapeError", "x");
    faulty(() => plan.inverseInto(lw.vector(14), lw.vector(16)), "ShapeError", "out");
    faulty(() => plan.forwardInto(lw.matrix(2, 16), lw.matrix(3, 16)), "ShapeError", "out");
    faulty(() => lw.fft([3, 4]).forward(lw.matrix(4, 6)), "ShapeError", "x");
    faulty(() => lw.fft(9, { kind: "real" }).inverse(lw.vector(9)), "ShapeError", "x");
  }));

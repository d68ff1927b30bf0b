import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { convolve, correlate } from "../../src/index.ts";
import { within } from "../compare.ts";
import { reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/fft.ts";

const { convolve: frozen } = JSON.parse(readFileSync(new URL("../fixtures/fft.json", import.meta.url), "utf8"));
const modes = ["full", "same", "valid"] as const;

describe.each(types)("convolution in %s", (type) => {
  const vector = (x: number[]) => lw.vector(x, { type });
  /** eps ||x|| ||y|| for every entry. */
  const size = (x: number[], y: number[], n: number) => new Array<number>(n).fill(Math.hypot(...x) * Math.hypot(...y));

  test.each([
    [1, 1],
    [1, 5],
    [7, 3],
    [64, 64],
    [33, 129],
    [700, 40],
  ])("of %i with %i numbers", (n, m) =>
    lw.scope(() => {
      const [x, y] = [reals(n, 1), reals(m, 2)];
      within(convolve(vector(x), vector(y)).data, oracle.convolve(x, y), type, 8, size(x, y, n + m - 1));
      within(correlate(vector(x), vector(y)).data, oracle.convolve(x, y.toReversed()), type, 8, size(x, y, n + m - 1));
    }),
  );

  test.each(modes)("agrees with SciPy, %s", (mode) =>
    lw.scope(() => {
      const { x, y } = frozen;
      const want = frozen[mode];
      within(convolve(vector(x), vector(y), { mode }).data, want.convolve, type, 8, size(x, y, 18));
      within(correlate(vector(x), vector(y), { mode }).data, want.correlate, type, 8, size(x, y, 18));
    }),
  );

  test("a kernel longer than what it goes over; nothing with something", () =>
    lw.scope(() => {
      const [x, y] = [reals(4, 1), reals(9, 2)];
      within(
        convolve(vector(x), vector(y), { mode: "valid" }).data,
        oracle.convolve(x, y).slice(3, 9),
        type,
        8,
        size(x, y, 6),
      );
      const lengths = modes.map((mode) => [
        convolve(vector([]), vector(x), { mode }).length,
        convolve(vector(x), vector([]), { mode }).length,
      ]);
      expect(lengths).toEqual([
        [0, 0],
        [0, 4],
        [0, 0],
      ]);
    }));
});

test("reserves its result alone", () => {
  const [x, y] = [lw.vector(5), lw.vector(3)];
  const before = lw.memory.bytes;
  const z = convolve(x, y);
  expect(lw.memory.bytes - before).toBe(7 * 8);
  for (const array of [x, y, z]) array.dispose();
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const x = lw.vector(3);
    faulty(() => convolve(x, x, { mode: "wrap" as never }), "ArgumentRangeError", "mode");
    faulty(() => convolve(x, x, null as never), "ArgumentTypeError", "options");
  }));

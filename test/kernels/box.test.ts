import { expect, test } from "vitest";
import { addColumn, boxBound, boxLine } from "../../src/kernels/box.ts";
import { equal } from "../compare.ts";
import { integers, sizes, words } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/box.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

/** P columns of n small whole numbers, zeros among them, and counts of each group. */
function groups(n: number, P: number, seed: number) {
  const columns = Array.from({ length: P }, (_, j) => integers(n, seed + j, 4).map((v) => (Math.abs(v) > 2 ? 0 : v)));
  const counts = Array.from({ length: 4 }, (_, k) => integers(n, seed + 50 + k, 5).map(Math.abs));
  return {
    columns,
    counts,
    held: { columns: matrixSlot("f64", P, n, columns.flat()).ref, counts: matrixSlot("f64", 4, n, counts.flat()).ref },
  };
}

test.each(sizes)("intervals follow the box, and count what it cannot avoid, n = %i", (n) =>
  lw.scope(() => {
    const P = 3;
    const { columns, counts, held } = groups(n, P, n);
    const next = words(n);
    const zeros = new Array<number>(n).fill(0);
    const [high, low] = [vectorSlot("f64", zeros), vectorSlot("f64", zeros)];
    const box = { high: high.ref, low: low.ref };
    const [lower, upper] = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    const out = new Float64Array(4);
    for (let step = 0; step < 12; step++) {
      const j = step % P;
      const [a, b] = [(next() % 9) - 4, (next() % 9) - 4];
      const move = [lower[j]!, upper[j]!, Math.min(a, b), Math.max(a, b)] as const;
      const margin = step % 2 ? 1 : 0.001;
      [lower[j], upper[j]] = [move[2], move[3]];
      const want = oracle.bound(columns, counts, lower, upper, margin);
      const before = [high.read(), low.read()];
      boxBound(out, undefined, box, held, j, move, margin);
      equal(out, want, "without writing");
      equal(high.read(), before[0]!, "high is left alone");
      out.fill(NaN);
      boxBound(out, box, box, held, j, move, margin);
      equal(out, want, "in place");
      equal(
        high.read(),
        zeros.map((_, g) => columns.reduce((sum, x, k) => sum + Math.max(x[g]! * lower[k]!, x[g]! * upper[k]!), 0)),
      );
      equal(
        low.read(),
        zeros.map((_, g) => columns.reduce((sum, x, k) => sum + Math.min(x[g]! * lower[k]!, x[g]! * upper[k]!), 0)),
      );
    }
  }),
);

test.each(sizes)("errors along a coordinate, n = %i", (n) =>
  lw.scope(() => {
    const { columns, counts, held } = groups(n, 2, n + 7);
    const s = vectorSlot("f64", columns[0]!);
    const out = new Float64Array(2 * 11);
    boxLine(out, s.ref, held, 1, -5, 1);
    for (let v = -5; v <= 5; v++)
      equal(out.subarray(2 * (v + 5), 2 * (v + 6)), oracle.wrong(columns[0]!, columns[1]!, counts, v, 1), `at ${v}`);
    equal(s.read(), columns[0]!, "s is left alone");
    addColumn(s.ref, held, 1, -3);
    equal(
      s.read(),
      columns[0]!.map((v, g) => v - 3 * columns[1]![g]!),
    );
    expect(out.length).toBe(22);
  }),
);

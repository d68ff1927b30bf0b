import { describe, expect, test } from "vitest";
import { equal } from "../compare.ts";
import { faulty } from "../faults.ts";
import { fits } from "../fits.ts";
import { instance, lw } from "../instance.ts";
import * as oracle from "../oracle/draws.ts";
import { stream } from "../oracle/random.ts";

describe("alias tables", () => {
  const lists = [
    [1],
    [1, 1],
    [3, 0, 1],
    [0, 0, 5, 0],
    [1e308, 1e308, 1e308],
    [5e-324, 1e-323, 0],
    [1, 1e-18, 1e300],
    Array.from({ length: 101 }, (_, i) => (i * 7919) % 13),
  ];

  test.each(lists.map((w) => [w]))("the cells of %j hold the chances; a weight of 0 has none", (w) =>
    lw.scope(() => {
      const table = lw.random(0).alias(w);
      const chances = new Array<number>(w.length).fill(0);
      table.parts.forEach((part, cell) => {
        chances[cell]! += part / w.length;
        chances[table.aliases[cell]!]! += (1 - part) / w.length;
      });
      const top = Math.max(...w);
      const total = w.reduce((a, b) => a + b / top, 0);
      chances.forEach((chance, i) => {
        if (w[i] === 0) expect(chance).toBe(0);
        else expect(Math.abs(chance - w[i]! / top / total)).toBeLessThanOrEqual(4 * w.length * 2 ** -52);
      });
    }),
  );

  test.each(lists.map((w) => [w]))("draws from %j: by two pairs of words, as often as the chances say", (w) =>
    lw.scope(() => {
      const table = lw.random(0).alias(w);
      const words = stream(400, 11n, 7n, 0n);
      const want = Array.from({ length: 100 }, (_, i) => {
        const [a, b, c, d] = words.slice(4 * i) as [bigint, bigint, bigint, bigint];
        const cell = Number(((a + (b << 32n)) * BigInt(w.length)) >> 64n);
        return oracle.unit(c, d) < table.parts[cell]! ? cell : table.aliases[cell]!;
      });
      equal(lw.random(11, 7).choice(100, table), want);
      const counts = w.map(() => 0);
      for (const v of lw.random(8).choice(20000, table)) counts[v]!++;
      const top = Math.max(...w);
      const total = w.reduce((a, b) => a + b / top, 0);
      expect(counts.filter((count, i) => w[i] === 0 && count > 0)).toEqual([]);
      fits(
        counts,
        w.map((weight) => weight / top / total),
      );
    }),
  );
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const made = lw.random(1);
    for (const bad of [-1, NaN, Infinity])
      faulty(() => lw.random(0).alias([1, bad]), "ArgumentRangeError", "weights[1]");
    faulty(() => lw.random(0).alias([]), "ArgumentRangeError", "weights");
    faulty(() => lw.random(0).alias([0, 0]), "ArgumentRangeError", "weights");
    faulty(() => lw.random(0).alias("ab" as never), "ArgumentTypeError", "weights");
    const foreign = instance().random(0).alias([1]);
    faulty(() => made.choice(1, foreign), "ArgumentTypeError", "table");
    foreign.dispose();
  }));

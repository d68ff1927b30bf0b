// What Kronecker-structured learning finds at 20 dB, beside learning without structure and greedy pursuit.
import { expect, test } from "vitest";
import { classicSBL, kroneckerOMP, kroSBL, lossOmp, oracleLS } from "../../../src/methods/sparse-recovery/index.ts";
import { kron } from "../../oracle/sbl.ts";
import { lw } from "../../instance.ts";
import { complexModel, median, model, nmse, rowsOf, split } from "./kroneckerModel.ts";

// Errors spread over three decades from draw to draw: the median of the first ten alone is 0.12.
test("(c) the median of 31 draws: below 0.06 with the svd update", () => {
  const [found, best]: number[][] = [[], []];
  for (let seed = 1; seed <= 31; seed++)
    lw.scope(() => {
      const { y, factors, x, noiseVar, supports } = model(seed);
      found!.push(nmse(kroSBL(y, factors, { noiseVar }).x, x));
      best!.push(nmse(oracleLS(y, factors, supports), x));
    });
  expect(median(found!)).toBeLessThan(0.06);
  expect(median(best!)).toBeLessThan(median(found!));
});

test("(c) the median of 5: am below 0.25, both below learning without structure, that below greedy pursuit", () => {
  const errors = {
    svd: [] as number[],
    am: [] as number[],
    classic: [] as number[],
    omp: [] as number[],
    komp: [] as number[],
  };
  for (let seed = 1; seed <= 5; seed++)
    lw.scope(() => {
      const { y, factors, x, noiseVar } = model(seed);
      const A = lw.matrix(216, 1728, kron(...factors.map(rowsOf)).flat());
      errors.svd.push(nmse(kroSBL(y, factors, { noiseVar }).x, x));
      errors.am.push(nmse(kroSBL(y, factors, { noiseVar, update: "am" }).x, x));
      errors.classic.push(nmse(classicSBL(y, A, { noiseVar }).x, x));
      errors.omp.push(nmse(lossOmp(A, y, { maxIter: 27 }).x, x));
      errors.komp.push(nmse(kroneckerOMP(y, factors, { atoms: [3, 3, 3] }).x, x));
    });
  expect(median(errors.am)).toBeLessThan(0.25);
  for (const ours of [errors.svd, errors.am]) expect(median(ours)).toBeLessThan(median(errors.classic));
  for (const greedy of [errors.omp, errors.komp]) expect(median(greedy)).toBeGreaterThan(median(errors.classic));
});

test("(c) complex, the median of 3: svd below am, that below learning without structure, that below greedy pursuit", () => {
  const [svd, am, classic, komp]: number[][] = [[], [], [], []];
  for (let seed = 1; seed <= 3; seed++)
    lw.scope(() => {
      const { y, factors, x, noiseVar } = complexModel(seed, { n: 8, m: 4 });
      svd!.push(nmse(kroSBL(y, factors, { noiseVar }).x, x));
      am!.push(nmse(kroSBL(y, factors, { noiseVar, update: "am" }).x, x));
      // (a + ib) (x) (c + id): every choice of parts, i's signs with it.
      const [re, im] = [new Float64Array(64 * 512), new Float64Array(64 * 512)];
      for (let choice = 0; choice < 8; choice++) {
        const parts = factors.map((A, k) => rowsOf(choice & (1 << k) ? A.im : A.re));
        const turns = [0, 1, 2].filter((k) => choice & (1 << k)).length;
        const [to, sign] = [turns % 2 ? im : re, turns > 1 ? -1 : 1];
        for (const [q, v] of kron(...parts)
          .flat()
          .entries())
          to[q]! += sign * v;
      }
      classic!.push(nmse(classicSBL(y, split(64, 512, re, im), { noiseVar }).x, x));
      komp!.push(nmse(kroneckerOMP(y, factors, { atoms: [3, 3, 3] }).x, x));
    });
  const order = [svd!, am!, classic!, komp!].map(median);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order[0]).toBeLessThan(0.06);
  expect(order[1]).toBeLessThan(0.25);
});

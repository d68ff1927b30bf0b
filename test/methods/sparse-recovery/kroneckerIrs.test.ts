// Channels by way of a reflecting surface: the factors give what matrices of channels give, and planted channels are found.
import { expect, test } from "vitest";
import { type IrsMimoOptions, irsMimoModel, kroneckerOMP, kroSBL } from "../../../src/methods/sparse-recovery/index.ts";
import { kronecker } from "../../../src/index.ts";
import { faulty } from "../../faults.ts";
import { lw } from "../../instance.ts";
import type { C } from "../../oracle/sbl.ts";
import { median, nmse, pairs, rowPairs } from "./kroneckerModel.ts";

const times = ([a, b]: C, [c, d]: C): C => [a * c - b * d, a * d + b * c];
const plus = ([a, b]: C, [c, d]: C): C => [a + c, b + d];
const turn = (angle: number): C => [Math.cos(angle), Math.sin(angle)];

/** A x for split factors and x. */
function seen(factors: readonly { re: never; im: never }[], x: { re: never; im: never }): C[] {
  const rows = (factors as never[]).map(({ re, im }) => rowPairs(re, im));
  const entries = pairs(x.re, x.im);
  const sizes = rows.map((A) => A[0]!.length);
  const on = [...entries.keys()].filter((q) => Math.hypot(...entries[q]!) > 0);
  return rows[0]!.flatMap((a) =>
    rows[1]!.flatMap((b) =>
      rows[2]!.map((c) =>
        on.reduce<C>(
          (sum, q) => {
            const [i, j] = [Math.floor(q / sizes[1]! / sizes[2]!), Math.floor(q / sizes[2]!) % sizes[1]!];
            return plus(sum, times(times(a[i]!, b[j]!), times(c[q % sizes[2]!]!, entries[q]!)));
          },
          [0, 0],
        ),
      ),
    ),
  );
}

test("y is what the channels H_B diag(theta_k) H_M s_t give, path by path", () =>
  lw.scope(() => {
    const base = { elements: [3], grid: [5] };
    const surface = { elements: [2, 3], grid: [3, 4] };
    const mobile = { elements: [4], grid: [7] };
    const model = irsMimoModel(lw.random(1), { base, surface, mobile, patterns: 6, pilots: 4 });
    const fromMobile = [
      { station: 2, surface: 7, gain: [1, -0.5] as C },
      { station: 6, surface: 1, gain: [0.3, 2] as C },
    ];
    const toBase = [
      { station: 1, surface: 9, gain: [-1, 1] as C },
      { station: 4, surface: 2, gain: [0.5, 0.1] as C },
    ];
    const got = seen(model.factors as never, model.channel(fromMobile, toBase) as never);
    // Theta and S by the inverse Fourier transform of the factors of another model with the same draws, whose grids are as large as its
    // arrays.
    const full = irsMimoModel(lw.random(1), {
      base,
      surface: { elements: [2, 3], grid: [2, 3] },
      mobile: { elements: [4], grid: [4] },
      patterns: 6,
      pilots: 4,
    });
    const raw = (A: { re: never; im: never }, sizes: readonly number[], sign: number, scale: number): C[][] =>
      rowPairs(A.re, A.im).map((row) =>
        row.map((_, n) => {
          const sum = row.reduce<C>(
            (t, v, g) => {
              let [angle, p, q] = [0, n, g];
              for (const size of sizes.toReversed()) {
                angle += (2 * Math.PI * (p % size) * (q % size)) / size;
                [p, q] = [Math.floor(p / size), Math.floor(q / size)];
              }
              return plus(t, times(v, turn(-sign * angle)));
            },
            [0, 0],
          );
          return [(sum[0] * scale) / row.length, (sum[1] * scale) / row.length];
        }),
      );
    const Theta = raw(full.factors[1] as never, [2, 3], 1, Math.sqrt(36));
    const S = raw(full.factors[2] as never, [4], -1, Math.sqrt(16));
    for (const v of [...Theta.flat(), ...S.flat()]) expect(Math.abs(Math.hypot(...v) - 1)).toBeLessThan(1e-12);
    const steer = (n: number, elements: readonly number[], g: number, grid: readonly number[]): C => {
      let [angle, p, q] = [0, n, g];
      for (let axis = grid.length - 1; axis >= 0; axis--) {
        angle += (Math.PI * (p % elements[axis]!) * 2 * (q % grid[axis]!)) / grid[axis]!;
        [p, q] = [Math.floor(p / elements[axis]!), Math.floor(q / grid[axis]!)];
      }
      return turn(angle);
    };
    const star = ([a, b]: C): C => [a, -b];
    const at = ({ elements, grid }: { elements: number[]; grid: number[] }, n: number, g: number) =>
      steer(n, elements, g, grid);
    const HB = (r: number, l: number) =>
      toBase.map((p) => times(times(p.gain, at(base, r, p.station)), star(at(surface, l, p.surface)))).reduce(plus);
    const HM = (l: number, q: number) =>
      fromMobile
        .map((p) => times(times(p.gain, at(surface, l, p.surface)), star(at(mobile, q, p.station))))
        .reduce(plus);
    for (let r = 0; r < 3; r++)
      for (let k = 0; k < 6; k++)
        for (let t = 0; t < 4; t++) {
          let want: C = [0, 0];
          for (let l = 0; l < 6; l++)
            for (let q = 0; q < 4; q++)
              want = plus(want, times(times(HB(r, l), Theta[k]![l]!), times(HM(l, q), S[t]![q]!)));
          const v = got[(r * 6 + k) * 4 + t]!;
          const scale = Math.sqrt(3 * 36 * 16);
          expect(Math.hypot(v[0] * scale - want[0], v[1] * scale - want[1])).toBeLessThan(1e-11);
        }
    expect(kronecker(...model.factors.map(({ re }) => re)).cols).toBe(5 * 12 * 7);
  }));

test("planted channels at 20 dB: most of their support, more than pursuit that knows how many paths there are", () => {
  const array = { elements: [6], grid: [10] };
  const options: IrsMimoOptions = {
    base: array,
    surface: { elements: [3, 3], grid: [4, 4] },
    mobile: array,
    patterns: 6,
    pilots: 4,
  };
  const errors: number[] = [];
  const found: [kroSBL: number, omp: number][] = [];
  for (let seed = 1; seed <= 8; seed++)
    lw.scope(() => {
      const random = lw.random(seed, 7);
      const model = irsMimoModel(random, options);
      const pick = (n: number, count: number) => Array.from(random.permutation(n)).slice(0, count);
      const [mobiles, bases, arrivals] = [pick(10, 3), pick(10, 3), pick(16, 2)];
      const gains = random.normal(18).toArray();
      const gain = (q: number): C => [gains[2 * q]!, gains[2 * q + 1]!];
      const fromMobile = mobiles.flatMap((station, i) =>
        arrivals.map((surface, j) => ({ station, surface, gain: gain(2 * i + j) })),
      );
      const toBase = bases.map((station, i) => ({ station, surface: 3, gain: gain(6 + i) }));
      const x = model.channel(fromMobile, toBase);
      const truth = Float64Array.of(...x.re.data, ...x.im.data);
      const y = seen(model.factors as never, x as never);
      const noiseVar = y.reduce((s, [a, b]) => s + a * a + b * b, 0) / y.length / 100;
      const noise = random.normal(2 * y.length).toArray();
      const measured = [0, 1].map((part) =>
        lw.vector(y.map((v, q) => v[part as 0 | 1] + Math.sqrt(noiseVar / 2) * noise[2 * q + part]!)),
      );
      const given = { re: measured[0]!, im: measured[1]! };
      const on = [...x.re.data.keys()].filter((q) => x.re.data[q] !== 0);
      expect(on.length).toBe(18);
      const share = (got: typeof x) => {
        const sizes = Array.from(got.re.data, (v, q) => Math.hypot(v, got.im.data[q]!));
        const top = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]!).slice(0, 18);
        return top.filter((q) => on.includes(q)).length / 18;
      };
      const learned = kroSBL(given, model.factors).x;
      errors.push(nmse(learned, truth));
      found.push([share(learned), share(kroneckerOMP(given, model.factors, { atoms: [3, 2, 3] }).x)]);
    });
  const mean = (k: 0 | 1) => found.reduce((s, v) => s + v[k], 0) / found.length;
  expect(mean(0)).toBeGreaterThan(mean(1) + 0.1);
  expect(found.filter(([learned]) => learned === 1).length).toBeGreaterThan(4);
  expect(found.filter(([, omp]) => omp === 1).length).toBeLessThan(4);
  expect(median(errors)).toBeLessThan(0.03);
});

test("what cannot be taken", () => {
  const array = { elements: [2], grid: [3] };
  const good = { base: array, surface: array, mobile: array, patterns: 2, pilots: 2 };
  const bad = (fault: Parameters<typeof faulty>[1], argument: string, change: object) =>
    faulty(() => irsMimoModel(lw.random(1), { ...good, ...change }), fault, argument);
  faulty(() => irsMimoModel(3 as never, good), "ArgumentTypeError", "random");
  bad("ArgumentRangeError", "patterns", { patterns: 0 });
  bad("ArgumentTypeError", "pilots", { pilots: undefined });
  bad("ArgumentTypeError", "surface", { surface: 3 });
  bad("ArgumentTypeError", "mobile.grid", { mobile: { elements: [2] } });
  bad("ShapeError", "base.grid", { base: { elements: [2, 2], grid: [3] } });
  bad("ShapeError", "base.elements", { base: { elements: [2, 2, 2], grid: [3, 3, 3] } });
  bad("ArgumentRangeError", "base.elements[0]", { base: { elements: [0], grid: [3] } });
  lw.scope(() => {
    const model = irsMimoModel(lw.random(1), good);
    const path = { station: 0, surface: 0, gain: [1, 0] as C };
    faulty(() => model.channel([{ ...path, station: 3 }], [path]), "ArgumentRangeError", "fromMobile[0].station");
    faulty(() => model.channel([path], [{ ...path, gain: [1, NaN] }]), "ArgumentRangeError", "toBase[0].gain[1]");
    faulty(() => model.channel([path], 2 as never), "ArgumentTypeError", "toBase");
  });
});

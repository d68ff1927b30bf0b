import { describe, expect, test } from "vitest";
import { Matrix } from "../../src/arrays/matrix.ts";
import {
  BLOCK,
  type LaneModel,
  type Loss,
  laneConjugate,
  laneCurve,
  laneDescend,
  laneDescendGram,
  laneDots,
  laneLoss,
  laneMargins,
  panelWidths,
} from "../../src/kernels/klane.ts";
import { within } from "../compare.ts";
import { integers, reals, sparse, types } from "../data.ts";
import { engine, lw } from "../instance.ts";
import { conjugate, loss as lossOf } from "../oracle/glm.ts";

/** Rows around the two of an unrolled loop, past a chunk of 256, and none. */
const lengths = [0, 1, 2, 3, 31, 33, 257];

describe.each(types)("lanes in %s", (type) => {
  const make = (rows: number, cols: number, numbers?: readonly number[]) => lw.matrix(rows, cols, numbers, { type });
  const wide = (rows: number, c: number, fill: number) =>
    Matrix.from(engine, type, rows, c, new Array(rows * c).fill(fill));

  /** A sparse X of p columns, by columns, both ways. */
  const columnsOf = (n: number, p: number) => {
    const Xt = lw.csr({ ...sparse(p, n, 0.6, n + p), type });
    const numbers = [...Xt.toDense().data];
    return { numbers, kinds: [Xt, Xt.toDense()] };
  };

  describe.each(panelWidths(type))("panels of %i", (c) => {
    test.each(lengths)("products, curvatures and margins of some columns, n = %i", (n) =>
      lw.scope(() => {
        const p = 5;
        const { numbers, kinds } = columnsOf(n, p);
        const at = (i: number, j: number) => numbers[j * n + i] as number;
        const [r, w] = [integers(n * c, 1), integers(n * c, 2).map(Math.abs)];
        const ridge = Array.from({ length: c }, (_, k) => k % 3);
        const set = Uint32Array.of(0, 2, 3);
        const total = (j: number, k: number, f: (x: number, at: number) => number) =>
          Array.from({ length: n }, (_, i) => f(at(i, j), i * c + k)).reduce((a, b) => a + b, 0);
        for (const columns of kinds) {
          const out = wide(p, c, 7);
          laneDots(out, columns, make(n, c, r), set);
          const z = make(p, c, reals(p * c, 3));
          const [U, Z0, block] = [make(n, c), make(p, c), make(BLOCK.rows, c)];
          const model: LaneModel = {
            Z: z,
            U,
            block,
            W: make(n, c, w),
            Q: make(p, c),
            H: wide(p, c, 7),
            M: wide(p, c, 7),
          };
          const inverse = Array.from({ length: c }, (_, k) => 1 / (total(0, k, (_, q) => w[q] as number) || 1));
          block.data.set(ridge, BLOCK.ridge * c);
          block.data.set(inverse, BLOCK.inverse * c);
          laneCurve(model, columns, set);
          laneMargins(model, Z0, columns, set);
          for (let j = 0; j < p; j++)
            for (let k = 0; k < c; k++) {
              const [q, inside] = [j * c + k, set.includes(j)];
              expect(out.data[q]).toBe(inside ? total(j, k, (x, i) => x * (r[i] as number)) : 7);
              const sum = total(j, k, (x, i) => x * (w[i] as number));
              const all = total(j, k, (x, i) => x * x * (w[i] as number));
              const h = all - sum * sum * (inverse[k] as number);
              expect((model.M as Matrix).data[q]).toBe(inside ? sum : 7);
              const flat = h <= (type === "f32" ? 1e-5 : 1e-13) * all;
              const want = inside ? (flat ? 0 : h) + (ridge[k] as number) : 7;
              within([(model.H as Matrix).data[q] as number], [want], type, 4, [all + 7], `h ${j} ${k}`);
            }
          const want = Array.from({ length: n * c }, (_, q) =>
            [...set].reduce((a, j) => a + at(Math.floor(q / c), j) * (z.data[j * c + (q % c)] as number), 0),
          );
          within(
            U.data,
            want,
            type,
            8,
            want.map(() => 30),
            "margins",
          );
        }
      }),
    );

    test.each(["squared", "logistic", "poisson"] as const)(
      "the %s loss, its derivatives and its conjugate",
      (kind: Loss) =>
        lw.scope(() => {
          for (const n of lengths) {
            const told = integers(n * c, 4).map((v) =>
              kind === "logistic" ? Math.sign(v) : kind === "poisson" ? Math.abs(v) : v,
            );
            const s = integers(n * c, 5).map((v) => Math.max(v, 0));
            const [f0, u] = [reals(n * c, 6).map((v) => 3 * v), reals(n * c, 7)];
            const [t, b] = [reals(c, 8), reals(c, 9)];
            const [F, G, W, sums, Y, S] = [
              make(n, c),
              make(n, c),
              make(n, c),
              make(4, c),
              make(n, c, told),
              make(n, c, s),
            ];
            const state = { loss: kind, F, G, W, sums, Y, S };
            laneLoss(state, make(n, c, f0), make(n, c, u), make(2, c, [...t, ...b]));
            const part = make(
              2,
              c,
              Array.from({ length: 2 * c }, (_, k) => 1 / (1 + k)),
            );
            laneConjugate(state, part);
            const each = [...F.data].map((f, q) => {
              const [value, slope, curve] = lossOf(kind, f, told[q] as number);
              const [weight, share] = [s[q] as number, part.data[q % c] as number];
              const v = ((G.data[q] as number) * share) / (weight || 1);
              return [value, slope, curve, conjugate(kind, v, told[q] as number)].map((x) => x * weight);
            });
            const margins = f0.map((f, q) => f + (t[q % c] as number) * (u[q] as number) + (b[q % c] as number));
            const size = each.map((of) => 60 + of.reduce((a, x) => a + Math.abs(x), 0));
            within(
              F.data,
              margins,
              type,
              8,
              margins.map(() => 5),
              "f",
            );
            within(
              G.data,
              each.map(([, slope]) => slope as number),
              type,
              8,
              size,
              "gradient",
            );
            within(
              W.data,
              each.map(([, , curve]) => curve as number),
              type,
              8,
              size,
              "curvature",
            );
            for (let row = 0; row < 4; row++)
              for (let k = 0; k < c; k++) {
                const own = each.filter((_, q) => q % c === k).map((of) => of[row] as number);
                const want = own.reduce((a, v) => a + v, 0);
                within(
                  [sums.data[row * c + k] as number],
                  [want],
                  type,
                  n + 8,
                  [60 + own.reduce((a, v) => a + Math.abs(v), 0)],
                  `${row}`,
                );
              }
          }
        }),
    );

    test.each([true, false])(
      "descent ends at the minimum of the model, over X or products; intercept %s",
      (intercept) =>
        lw.scope(() => {
          const [n, p] = [67, 9];
          const { numbers, kinds } = columnsOf(n, p);
          const [g, w, z0] = [
            reals(n * c, 11),
            reals(n * c, 12).map((v) => v * v + 0.05),
            reals(p * c, 13).map((v) => (v > 0 ? v : 0)),
          ];
          const [l1, ridge] = [
            Array.from({ length: c }, (_, k) => 0.3 * k),
            Array.from({ length: c }, (_, k) => (k % 2) * 0.5),
          ];
          const over = (k: number, of: readonly number[]) => of.reduce((a, v, q) => (q % c === k ? a + v : a), 0);
          const inverse = l1.map((_, k) => (intercept ? 1 / over(k, w) : 0));
          const set = Uint32Array.from({ length: p }, (_, j) => j);
          for (const [columns, products] of [
            [kinds[0], false],
            [kinds[1], false],
            [kinds[1], true],
          ] as const) {
            if (!columns) throw new Error("two kinds");
            const [Z, Z0, Q] = [make(p, c, z0), make(p, c, z0), make(p, c)];
            laneDots(Q, columns, make(n, c, g), set);
            const block = make(BLOCK.rows, c);
            const starts = l1.map((_, k) => -over(k, g) * (inverse[k] as number));
            const enough = new Array<number>(c).fill(type === "f64" ? 1e-12 : 1e-4);
            block.data.set([...l1, ...ridge, ...inverse, ...starts, ...enough]);
            const model = { Z, U: make(n, c), block, W: make(n, c, w), Q, H: make(p, c), M: make(p, c) };
            laneCurve(model, columns, set);
            const sweeps = products
              ? laneDescendGram(model, Z0, columns, set, 1000)
              : laneDescend(model, columns, set, 1000);
            expect(sweeps).toBeLessThan(1000);
            const c0 = block.data.subarray(BLOCK.shift * c);
            for (let k = 0; k < c; k++) {
              const move = Array.from({ length: n }, (_, i) => {
                let f = 0;
                for (let j = 0; j < p; j++)
                  f += (numbers[j * n + i] as number) * ((Z.data[j * c + k] as number) - (z0[j * c + k] as number));
                expect(Math.abs(f - (model.U.data[i * c + k] as number))).toBeLessThan(type === "f64" ? 1e-10 : 1e-3);
                return f + (c0[k] as number);
              });
              const slope = move.map((f, i) => (g[i * c + k] as number) + (w[i * c + k] as number) * f);
              const off = type === "f64" ? 1e-9 : 1e-2;
              if (intercept) expect(Math.abs(slope.reduce((a, b) => a + b, 0))).toBeLessThan(off);
              for (let j = 0; j < p; j++) {
                const z = Z.data[j * c + k] as number;
                const d =
                  slope.reduce((a, v, i) => a + v * (numbers[j * n + i] as number), 0) + (ridge[k] as number) * z;
                const bad = z === 0 ? Math.abs(d) - (l1[k] as number) : Math.abs(d + (l1[k] as number) * Math.sign(z));
                expect(bad).toBeLessThan(off);
              }
            }
          }
        }),
    );
  });
});

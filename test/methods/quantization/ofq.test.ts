// The evidence for OFQ: levels, gradients, oscillations of a linear map trained in two bits.
import { describe, expect, test } from "vitest";
import { run } from "../../../src/core/run.ts";
import { Linear, type Matrix } from "../../../src/index.ts";
import {
  type Batch,
  cgaFreezeMask,
  lsqBackward,
  lsqQuantize,
  lsqScale,
  OscillationTracker,
  type OfqOptions,
  qkrBackward,
  qkrScores,
  qkrWeight,
  statsQuantize,
  statsQuantizeBackward,
  trainOfq,
} from "../../../src/methods/quantization/index.ts";
import { equal } from "../../compare.ts";
import { eps, reals, types } from "../../data.ts";
import { build, lw } from "../../instance.ts";
import { normal } from "./weights.ts";

/** Half to even, from the definition: the even one of two neighbours that are equally near. */
const nearestInteger = (v: number) => {
  const [a, b] = [Math.floor(v), Math.ceil(v)];
  return v - a < b - v ? a : v - a > b - v ? b : a % 2 === 0 ? a : b;
};

describe.each(types)("StatsQ in %s", (type) => {
  test("(a) two bits: the levels used are s {-3/4, -1/4, 1/4, 3/4}", () =>
    lw.scope(() => {
      const W = lw.matrix(7, 97, normal(lw, 7 * 97, 1), { type });
      const { q, scale, level } = statsQuantize(W, 2);
      for (let i = 0; i < 7; i++) {
        const used = [...new Set(q.data.slice(i * 97, (i + 1) * 97))].sort((a, b) => a - b);
        expect(used).toHaveLength(4);
        for (const [l, t] of [-0.75, -0.25, 0.25, 0.75].entries())
          expect(Math.abs(used[l]! - t * scale[i]!)).toBeLessThanOrEqual(eps[type] * scale[i]!);
      }
      expect([...new Set(level)].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1]);
    }));

  test.each([2, 3, 4, 5, 8])("(a) each weight goes to the nearest level but at a boundary, %i bits", (bits) =>
    lw.scope(() => {
      const [m, cols, n] = [5, 131, 2 ** (bits - 1)];
      const w = reals(m * cols, bits);
      const { q, level, preRound, scale } = statsQuantize(lw.matrix(m, cols, w, { type }), bits);
      for (let i = 0; i < m; i++) {
        const row = w.slice(i * cols, (i + 1) * cols);
        const s = (2 * row.reduce((sum, v) => sum + Math.abs(v), 0)) / cols;
        expect(Math.abs(scale[i]! - s)).toBeLessThanOrEqual(2 * eps[type] * s);
        const grid = Array.from({ length: 2 * n }, (_, l) => (s * (l - n + 0.5)) / n);
        for (const [j, v] of row.entries()) {
          const p = i * cols + j;
          const t = Math.min(1 - 1e-6, Math.max(-1, v / s)) * n - 0.5;
          expect(Math.abs(preRound[p]! - t)).toBeLessThanOrEqual(8 * n * eps[type]);
          const boundary = Math.abs(t - Math.floor(t) - 0.5);
          if (Math.abs(v) >= s || boundary < 2e-6 * n + 16 * n * eps[type]) continue;
          const nearest = grid.reduce((best, g, l) => (Math.abs(v - g) < Math.abs(v - grid[best]!) ? l : best), 0);
          expect(level[p]).toBe(nearest - n);
          expect(Math.abs(q.data[p]! - grid[nearest]!)).toBeLessThanOrEqual(8 * eps[type] * s);
        }
      }
    }),
  );

  test("ties go to even levels; what is beyond the scale to the outermost", () =>
    lw.scope(() => {
      // mean |w| = 1/2: s = 1, n = 2; u = 2w - 1/2 is a tie where w is a multiple of 1/2.
      const w = [0, 0.5, -0.5, 1, -1, 0.25, -0.25, 0.5];
      const { level, preRound } = statsQuantize(lw.matrix(1, 8, w, { type }), 2);
      expect(w.reduce((sum, v) => sum + Math.abs(v), 0)).toBe(4);
      equal(level, [0, 0, -2, 1, -2, 0, -1, 0]);
      expect(Array.from(preRound.slice(0, 3))).toEqual([-0.5, 0.5, -1.5]);
    }));

  test("matrices one below the other share the scale of a row; filters of a convolution have their own", () =>
    lw.scope(() => {
      const [H, D, C] = [3, 5, 7];
      const w = normal(lw, H * D * C, 8);
      const { q, scale, level, preRound } = statsQuantize(lw.matrix(H * D, C, w, { type }), 3, { stacked: H });
      expect(scale).toHaveLength(D);
      for (let d = 0; d < D; d++) {
        let s = 0;
        for (let h = 0; h < H; h++) for (let c = 0; c < C; c++) s += (2 * Math.abs(w[(h * D + d) * C + c]!)) / (H * C);
        expect(Math.abs(scale[d]! - s)).toBeLessThanOrEqual(4 * eps[type] * s);
        for (let h = 0; h < H; h++)
          for (let c = 0; c < C; c++) {
            const p = (h * D + d) * C + c;
            const u = Math.min(1 - 1e-6, Math.max(-1, w[p]! / s)) * 4 - 0.5;
            expect(Math.abs(preRound[p]! - u)).toBeLessThanOrEqual(64 * eps[type]);
            if (Math.abs(u - Math.floor(u) - 0.5) > 1e-4) expect(level[p]! - nearestInteger(u) === 0).toBe(true);
            expect(Math.abs(q.data[p]! - (s * (level[p]! + 0.5)) / 4)).toBeLessThanOrEqual(8 * eps[type] * s);
          }
      }
      expect(() => statsQuantize(lw.matrix(5, 2, reals(10, 1), { type }), 3, { stacked: 2 })).toThrow(
        /W.*multiple of 2/,
      );
    }));

  test("the gradient passes as it is, in a matrix of its own", () =>
    lw.scope(() => {
      const dq = lw.matrix(1, 3, [1, -2, 9], { type });
      const dW = statsQuantizeBackward(dq);
      equal(dW.data, dq.data);
      expect(dW).not.toBe(dq);
    }));

  test("LSQ: steps of a scale, with the gradients of its definition", () =>
    lw.scope(() => {
      const x = lw.matrix(1, 6, [0.25, 0.75, -0.5, 5, -5, 1.25], { type });
      equal(lsqQuantize(x, 0.5, 3).data, [0, 1, -0.5, 1.5, -2, 1]);
      equal(lsqQuantize(x, 0.5, 3, { allPositive: true }).data, [0, 1, 0, 3.5, 0, 1]);
      const dy = lw.matrix(1, 6, [1, 2, 3, 4, 5, 6], { type });
      const back = lsqBackward(x, 0.5, 3, dy);
      equal(back.x.data, [1, 2, 3, 0, 0, 6]);
      expect(back.s).toBeCloseTo(
        (1 * (0 - 0.5) + 2 * (2 - 1.5) + 0 + 4 * 3 + 5 * -4 + 6 * (2 - 2.5)) / Math.sqrt(18),
        12,
      );
      expect(lsqScale(x, 3)).toBeCloseTo((2 * 12.75) / 6 / Math.sqrt(3), 6);
      expect(lsqScale(x, 3, { allPositive: true })).toBeCloseTo((4 * 12.75) / 6 / Math.sqrt(7), 6);
      for (const v of [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.49])
        equal(lsqQuantize(lw.matrix(1, 1, [v], { type }), 1, 8).data, [nearestInteger(v)]);
    }));
});

describe("annealing and oscillations", () => {
  test("free are the weights on a boundary between two levels, not those beyond the outermost", () => {
    const u = [0.5, 0.504, 0.506, 0.496, 0.494, -0.5, -1.5, -2.5, 1.5, 0, 1, -2];
    expect(Array.from(cgaFreezeMask(u, 2))).toEqual([0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1]);
    expect(Array.from(cgaFreezeMask(u, 2, 0.0055))).toEqual([0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1]);
    expect(Array.from(cgaFreezeMask([1.5, 2.5, 3.5], 3, 0.01))).toEqual([0, 0, 1]);
  });

  test("a weight oscillates where it goes back: counted weight by weight, with a running mean", () => {
    const tracker = new OscillationTracker(3, { momentum: 0.5 });
    const levels = [
      [0, 0, 0],
      [1, 0, -1],
      [0, 0, -2],
      [0, 1, -2],
      [1, 0, 1],
    ];
    expect(levels.map((level) => tracker.update(level).oscillated)).toEqual([0, 0, 1, 0, 3]);
    expect(Array.from(tracker.ema)).toEqual([0.5 * 0.25 + 0.5, 0.5, 0.5]);
  });

  // Four draws in the build that gives the same bits everywhere; in the other one is enough to see that it is no different.
  const draws = build === "simd" ? 4 : 1;
  const toy = (options: Partial<OfqOptions>) => {
    let [oscillation, loss] = [0, 0];
    for (let seed = 0; seed < draws; seed++)
      lw.scope(() => {
        const truth = lw.matrix(
          16,
          32,
          normal(lw, 512, 10 * seed).map((v) => 0.3 * v),
          { type: "f32" },
        );
        const start = normal(lw, 512, 10 * seed + 1).map((v) => 0.3 * v);
        const layer = new Linear(lw.matrix(16, 32, start, { type: "f32" }));
        const random = lw.random(10 * seed + 2);
        const batches = Array.from({ length: 300 }, (): Batch => {
          const x = lw.matrix(32, 32, random.normal(1024, "f32").toArray());
          const y = x.matmul(truth, { transposeB: true });
          const noise = random.normal(512, "f32");
          y.data.set(y.data.map((v: number, p: number) => v + 0.1 * noise.data[p]!));
          return { x, y };
        });
        const steps = trainOfq([layer], (t) => batches[t % 300] as Batch, { steps: 3000, ...options });
        const last = run(steps, {
          tolerance: 0,
          maxIterations: 4000,
          onProgress: (state, t) => {
            if (t <= 2000) return;
            oscillation += state.oscillation / 1000 / draws;
            loss += state.loss / 1000 / draws;
          },
        });
        expect([last.iterations, last.residual]).toEqual([3000, 0]);
      });
    return { oscillation, loss };
  };

  test("batches drawn from a set: the seed decides, and all rows of it come", () =>
    lw.scope(() => {
      const x = lw.matrix(50, 4, normal(lw, 200, 1));
      const y = Array.from({ length: 50 }, (_, i) => i % 3);
      const losses = (seed: number, target: Batch["y"] = y) => {
        const layer = new Linear(lw.matrix(3, 4, normal(lw, 12, 2)));
        const found: number[] = [];
        const steps = trainOfq([layer], { x, y: target }, { steps: 20, batch: 8, seed });
        run(steps, { tolerance: 0, maxIterations: 20, onProgress: ({ loss }) => found.push(loss) });
        return found;
      };
      expect(losses(3)).toEqual(losses(3));
      expect(losses(3)).not.toEqual(losses(4));
      expect(losses(3, lw.matrix(50, 3, normal(lw, 150, 5)))).toHaveLength(20);
      expect(() => losses(1, [1, 2])).toThrow(/y.*50/);
      expect(() => losses(1, lw.matrix(49, 3))).toThrow(/y.*50 rows/);
    }));

  test("(c) a linear map in two bits: annealing halves oscillations and lowers the loss, or all but ends them", () => {
    const plain = toy({});
    const wide = toy({ cgaSteps: 2000, boundaryRange: 0.05 });
    const narrow = toy({ cgaSteps: 2000 });
    expect(plain.oscillation).toBeGreaterThan(0.03);
    expect(wide.oscillation).toBeLessThanOrEqual(plain.oscillation / 2);
    expect(wide.loss).toBeLessThan(plain.loss);
    expect(narrow.oscillation).toBeLessThanOrEqual(0.001);
    expect(narrow.loss).toBeLessThanOrEqual(1.1 * plain.loss);
  }, 120_000);
});

describe("attention scores from one matrix a head", () => {
  const [tokens, dim, heads, headDim] = [7, 12, 3, 4];
  const make = () => ({
    X: lw.matrix(tokens, dim, normal(lw, tokens * dim, 1)),
    Wq: lw.matrix(dim, dim, normal(lw, dim * dim, 2)),
    Wk: lw.matrix(dim, dim, normal(lw, dim * dim, 3)),
  });
  /** (X Wq_h') (X Wk_h')' / sqrt(headDim), by plain loops. */
  const scores = (X: Matrix, Wq: Matrix, Wk: Matrix) => {
    const [x, q, k] = [X.data, Wq.data, Wk.data];
    const project = (w: ArrayLike<number>, t: number, r: number) => {
      let sum = 0;
      for (let j = 0; j < dim; j++) sum += x[t * dim + j]! * w[r * dim + j]!;
      return sum;
    };
    return Array.from({ length: heads * tokens * tokens }, (_, p) => {
      const [h, a, b] = [Math.floor(p / tokens / tokens), Math.floor(p / tokens) % tokens, p % tokens];
      let sum = 0;
      for (let r = h * headDim; r < (h + 1) * headDim; r++) sum += project(q, a, r) * project(k, b, r);
      return sum / Math.sqrt(headDim);
    });
  };

  test("(b) unquantized they are those of queries and keys; quantized those of rounded rows", () =>
    lw.scope(() => {
      const { X, Wq, Wk } = make();
      const M = qkrWeight(Wq, Wk, heads);
      expect([M.rows, M.cols]).toEqual([heads * dim, dim]);
      const got = qkrScores(X, M, heads, headDim).data;
      const want = scores(X, Wq, Wk);
      const size = Math.max(...want.map(Math.abs));
      for (const [p, v] of want.entries()) expect(Math.abs(got[p]! - v)).toBeLessThanOrEqual(1e-4 * size);
      const { q, scale } = statsQuantize(M, 2);
      expect(scale).toHaveLength(heads * dim);
      expect(Array.from(qkrScores(X, q, heads, headDim).data)).not.toEqual(Array.from(got));
    }));

  test("(b) gradients are central differences", () =>
    lw.scope(() => {
      const { X, Wq, Wk } = make();
      const dScores = lw.matrix(heads * tokens, tokens, normal(lw, heads * tokens * tokens, 4));
      const loss = () => scores(X, Wq, Wk).reduce((sum, v, p) => sum + v * dScores.data[p]!, 0);
      const got = qkrBackward(X, Wq, Wk, qkrWeight(Wq, Wk, heads), heads, dScores);
      for (const [A, gradient] of [
        [X, got.X],
        [Wq, got.Wq],
        [Wk, got.Wk],
      ] as const)
        for (let p = 0; p < A.data.length; p += 5) {
          const w = A.data[p]!;
          A.data[p] = w + 1e-4;
          const above = loss();
          A.data[p] = w - 1e-4;
          const slope = (above - loss()) / 2e-4;
          A.data[p] = w;
          expect(Math.abs(gradient.data[p]! - slope)).toBeLessThanOrEqual(1e-3 * Math.max(1, Math.abs(slope)));
        }
    }));
});

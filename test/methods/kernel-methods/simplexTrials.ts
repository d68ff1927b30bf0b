// Many estimates of the same kernel values: each block of 16 rows of one long projection is a trial, for all pairs of points.
import type { Lanewise } from "../../../src/entry/node.ts";
import { features, kernelMse, makeProjection, type ProjectionKind } from "../../../src/methods/kernel-methods/index.ts";

const [d, norm, pairs, chunk] = [16, 0.7, 256, 250];

/**
 * For pairs of random directions and |x| = |y| = 0.7: the z-score of the mean error, the mean squared error with its standard
 * deviation, and what the closed form says of the same pairs. A block is one draw: pairs share it, which makes errors no less
 * independent from block to block.
 */
export function blockEstimates(lw: Lanewise, kind: ProjectionKind, trials: number, seed: number) {
  return lw.scope(() => {
    const drawn = lw.random(99).normal(2 * pairs * d).data;
    const points = Array.from({ length: 2 * pairs }, (_, i) => {
      const row = Array.from(drawn.subarray(i * d, (i + 1) * d));
      return row.map((v) => (norm * v) / Math.hypot(...row));
    });
    const dots = Array.from({ length: pairs }, (_, r) =>
      points[2 * r]!.reduce((sum, v, i) => sum + v * points[2 * r + 1]![i]!, 0),
    );
    let [means, meanSquares, squares, squareSquares] = [0, 0, 0, 0];
    for (let done = 0; done < trials; done += chunk)
      lw.scope(() => {
        const P = makeProjection(lw, { d, m: d * chunk, kind, seed: seed * 1000 + done / chunk, type: "f64" });
        const F = features(lw.matrix(points), P).data;
        for (let t = 0; t < chunk; t++) {
          let [mean, square] = [0, 0];
          for (const [r, dot] of dots.entries()) {
            const from = (2 * r * chunk + t) * d;
            let estimate = 0;
            for (let q = from; q < from + d; q++) estimate += F[q]! * F[d * chunk + q]!;
            const error = estimate * chunk - Math.exp(dot - norm ** 2);
            mean += error / pairs;
            square += error ** 2 / pairs;
          }
          means += mean;
          meanSquares += mean ** 2;
          squares += square;
          squareSquares += square ** 2;
        }
      });
    const error = squares / trials;
    const deviation = Math.sqrt((squareSquares / trials - error ** 2) / trials);
    const at = { d, m: d, normX: norm, normY: norm };
    const closed =
      kind === "simplex+" ? Number.NaN : dots.reduce((sum, dot) => sum + kernelMse({ ...at, kind, dot }) / pairs, 0);
    return { z: means / Math.sqrt(meanSquares), error, deviation, closed };
  });
}

// Many estimates of one kernel value: each block of 16 rows of one long projection is a trial.
import type { Lanewise } from "../../../src/entry/node.ts";
import { features, kernelMse, makeProjection, type ProjectionKind } from "../../../src/methods/kernel-methods/index.ts";

/** The z-score of the mean, the mean squared error with its standard deviation, and what the closed form says. */
export function blockEstimates(lw: Lanewise, kind: ProjectionKind, trials: number, seed: number) {
  return lw.scope(() => {
    const [d, norm] = [16, 0.7];
    const [x, y] = [0, 1].map((stream) => {
      const draw = lw.random(99, stream).normal(d).data;
      const length = Math.hypot(...draw);
      return draw.map((v) => (norm * v) / length);
    }) as [Float64Array, Float64Array];
    const dot = x.reduce((s, v, i) => s + v * y[i]!, 0);
    const k = Math.exp(dot - norm ** 2);
    let [sum, squares, fourths] = [0, 0, 0];
    const chunk = 1000;
    for (let done = 0; done < trials; done += chunk)
      lw.scope(() => {
        const P = makeProjection(lw, { d, m: d * chunk, kind, seed: seed * 1000 + done / chunk, type: "f64" });
        const F = features(lw.matrix([x, y]), P).data;
        for (let t = 0; t < chunk; t++) {
          let estimate = 0;
          for (let q = t * d; q < (t + 1) * d; q++) estimate += F[q]! * F[d * chunk + q]!;
          const error = estimate * chunk - k;
          sum += error;
          squares += error ** 2;
          fourths += error ** 4;
        }
      });
    const error = squares / trials;
    const deviation = Math.sqrt((fourths / trials - error ** 2) / trials);
    const closed = kind === "simplex+" ? undefined : kernelMse({ kind, d, m: d, normX: norm, normY: norm, dot });
    return { z: sum / Math.sqrt(squares), error, deviation, closed };
  });
}

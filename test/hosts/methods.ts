// Penalties, solvers that have kernels of their own, models, and published methods of each domain.

import type { Calls, Domains, Lanewise, Operands, Package, Real } from "./operands.ts";

/** More columns than a working set may have for coordinate descent to keep their products. */
const WIDE = 2100;

/** Proximal operators, and solvers that have kernels of their own. */
export function penalties(_: Package, lw: Lanewise, type: Real, { x, y, S, A, sparse, definite, n }: Operands): Calls {
  const signs = lw.vector(
    x.data.map((v) => Math.sign(v) || 1),
    { type },
  );
  const positive = lw.vector(
    x.data.map((v) => Math.abs(v) + 0.1),
    { type },
  );
  const prox = (g: { prox(out: typeof x, x: typeof y, step: number): number }) => {
    const out = lw.vector(n, { type });
    return [g.prox(out, x, 0.7), out.data];
  };
  const all = {
    elastic: () => _.elasticNet(0.5, 0.2),
    scad: () => _.scad(0.4),
    firm: () => _.firm(0.3, 1),
    groups: () => _.groupLasso(0.5, [0, 4, n]),
    "sparse groups": () => _.sparseGroupLasso(0.1, 0.2, [0, 4, n]),
    hard: () => _.l0(0.3),
    weighted: () => _.weightedL1(positive),
    positive: () => _.nonNegative(),
    simplex: () => _.simplex(1),
    "l1 ball": () => _.l1Ball(2),
    "l0 ball": () => _.l0Ball(4),
    logistic: () => _.logisticLoss(signs),
    hinge: () => _.hingeLoss(signs),
    huber: () => _.huberLoss(y, 0.3),
    quantile: () => _.quantileLoss(y, 0.3),
  };
  const short = { tolerance: 0, maxIterations: 5 };
  return {
    ...Object.fromEntries(Object.entries(all).map(([name, make]) => [name, () => prox(make())])),
    "threshold by rank": () => {
      const out = lw.vector(n, { type });
      return [_.percentileShrinkage(out, x, 0.5), out.data];
    },
    "total variation ball": () => prox(_.fusedLasso(0.1, 0.3)),
    "coordinate descent": () => {
      const weighted = { l1: 1, l2: 0.01, intercept: true, weights: positive, tolerance: 1e-2 };
      return [A, lw.sparsify(A, 0.8)].flatMap((X) => [
        _.run(_.coordinateDescent(X, y, { l1: 1, tolerance: 1e-2 }), short).x.data,
        _.run(_.coordinateDescent(X, y, weighted), short).x.data,
      ]);
    },
    "coordinate descent, many columns": () => {
      const wide = lw.matrix(8, WIDE, lw.random(5).normal(8 * WIDE, type).data);
      const b = lw.vector(wide.data.slice(0, 8));
      const all = () =>
        lw.vector(
          Float64Array.from({ length: WIDE }, () => 0.01),
          { type },
        );
      return [wide, lw.sparsify(wide, 0.5)].flatMap((X) => [
        _.run(_.coordinateDescent(X, b, { l1: 0.5, x: all(), tolerance: 1e-2 }), { tolerance: 0, maxIterations: 2 }).x
          .data,
        _.run(_.coordinateDescent(X, b, { l1: 0.5, tolerance: 1e-2 }), short).x.data,
      ]);
    },
    "conjugate gradients": () => [_.run(_.cg(S, x), short).x.data, _.run(_.cg(definite, x), short).x.data],
    permutation: () => [lw.random(3).permutation(n)],
    "other distributions": () => {
      const random = lw.random(4);
      const table = random.alias([1, 2, 3, 4]);
      return [
        ...[
          random.exponential(n, type).toArray(),
          random.rademacher(n, type).toArray(),
          random.gamma(n, 1.5, type).toArray(),
        ],
        ...[random.binomial(n, 20, 0.3), random.choice(n, table), _.randomWalks(sparse, { walks: 4 }).values],
      ];
    },
  };
}

/** Published methods and models, at least one a domain. */
export function methods(_: Package, lw: Lanewise, type: Real, o: Operands, domains: Domains): Calls {
  const { kernelMethods, models, quantization, recovery, sparsity } = domains;
  const { A, B, x, y, n } = o;
  const classes = lw.vector(
    x.data.map((v) => (v > 0 ? 1 : 0)),
    { type },
  );
  const counts = lw.vector(
    x.data.map((v) => Math.round(Math.abs(2 * v))),
    { type },
  );
  const whole = lw.matrix(
    n,
    5,
    Float64Array.from({ length: 5 * n }, (_, p) => (p % 5 === 0 ? 1 : (p * 7) % 3)),
    { type },
  );
  const signs = lw.vector(
    classes.data.map((v) => 2 * v - 1),
    { type },
  );
  const short = { tolerance: 1e-3, maxIterations: 50 };
  const fit = ({ coefficients, intercept }: { coefficients: Operands["x"]; intercept: number }) => [
    coefficients.data,
    intercept,
  ];
  return {
    lasso: () => [...fit(models.lasso(A, y, { alpha: 0.1 })), ...fit(models.lasso(o.sparse, y, { alpha: 0.1 }))],
    "lasso path": () => [models.lassoPath(A, y, { alphas: [0.3, 0.1] }).coefficients.values],
    "group lasso": () => {
      const groups = Array.from({ length: n }, (_, j) => j >> 2);
      return fit(models.groupLasso(A, y, { groups, alpha: 0.05, ...short }));
    },
    "logistic regression": () => models.logisticL1(A, classes, { C: 0.5 }).fits.flatMap(fit),
    "poisson regression": () => fit(models.poissonL1(A, counts, { alpha: 0.1, ...short })),
    "weighting vector": () => [kernelMethods.outlierScores(A).data],
    "random features": () => {
      const P = kernelMethods.makeProjection(lw, { d: A.cols, m: 2 * A.cols, kind: "simplex", seed: 3, type });
      return [kernelMethods.features(A, P, { sigma: 0.1 }).data];
    },
    "graph random features": () => {
      const graph = lw.sparsify(lw.matrix(3, 3, [0, 1, 2, 1, 0, 0.5, 2, 0.5, 1], { type }));
      return (["iid", "antithetic", "reinforced"] as const).flatMap((mode) =>
        kernelMethods.laplacianKernel(graph, { order: 1, mode, walks: 4 }).features.map(({ values }) => values.slice()),
      );
    },
    "k-means": () => {
      const { clusterCenters, labels } = models.kMeans(A, { nClusters: 3, nInit: 2, randomState: 5 });
      return [clusterCenters.data, labels];
    },
    "gaussian process": () => {
      const { mean, variance } = models.gaussianProcess(A, y, { nComponents: 8, alpha: 0.1 }).posterior(A);
      return [mean.data, variance.data];
    },
    lamp: () => sparsity.lampPrune([A, B], { sparsity: 0.8 }).masks.map((mask) => Uint8Array.from(mask)),
    any4: () =>
      (["optimal", "lloyd"] as const).flatMap((solver) => {
        const W = quantization.quantizeAny(lw.matrix(4, 64, lw.random(7).normal(256, type).data), {
          solver,
          groupSize: 32,
        });
        return [W.tables, W.pack()];
      }),
    "any4, its error": () => {
      const W = lw.matrix(4, 64, lw.random(7).normal(256, type).data);
      return [quantization.weightError(W, quantization.quantizeFixed(W, { format: "nf4", groupSize: 32 }))];
    },
    "statistical quantization": () => [quantization.statsQuantize(A, 2).q.data],
    "net-trim": () => [recovery.netTrimLayer(A, A, { maxIterations: 5 } as never).W.data],
    unfolded: () => [
      recovery.ista(A, B, { lambda: 0.1, iterations: 3 }).data,
      recovery.iht(A, B, { lambda: 0.1, iterations: 3 }).data,
    ],
    "unfolded, learning": () => {
      const net = recovery.unfold({ A, lambda: 0.1, layers: 2, algorithm: "ista" });
      const { X } = net.forward(B);
      return [X.toArray(), net.backward(X.clone())];
    },
    pursuit: () =>
      (["lasso", "sr-lasso", "lad-lasso"] as const).map(
        (loss) => recovery.lossOmp(A, y, { loss, lambda: 0.01, normalize: true, maxIter: 4 }).x.data,
      ),
    scores: () => [recovery.roundedLogistic(whole, signs).rho, recovery.trainSlim(whole, signs, { nodeLimit: 50 }).rho],
  };
}

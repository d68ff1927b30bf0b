// The kernels of factorisations and transforms, through the objects that users make.

import type { Calls, Lanewise, Operands, Package, Real } from "./operands.ts";

/** Factorisations and what is made of them. */
export function factors(_: Package, lw: Lanewise, type: Real, { x, B, T, S, A, definite, n }: Operands): Calls {
  const vector = (length: number, f: (i: number) => number) =>
    lw.vector(
      Float64Array.from({ length }, (_, i) => f(i)),
      { type },
    );
  return {
    "cholesky by parts": () => {
      const L = lw.cholesky(S);
      L.update(x);
      const first = L.L.toArray();
      L.downdate(x);
      return [first, L.L.data, L.inverse().data, L.solve(B).data];
    },
    "cholesky that grows": () => {
      const G = _.growingCholesky(S, { capacity: n + 2 });
      G.remove(1);
      G.append(
        lw.matrix(
          1,
          n,
          Float64Array.from({ length: n }, (_, j) => (j === n - 1 ? 9 : 1 / 8)),
          { type },
        ),
      );
      return [G.solve(x).data];
    },
    "cholesky, pivoted": () => [_.pivotedCholesky(S, { rank: 5 }).L.data],
    "cholesky of a band": () => {
      const L = _.bandedCholesky(
        lw.matrix(
          n,
          3,
          Float64Array.from({ length: 3 * n }, (_, p) => (p % 3 === 2 ? 4 : 1)),
          { type },
        ),
      );
      return [L.solve(x).data, L.solve(B).data];
    },
    "triangular, many sides": () => [lw.solveTriangular(lw.cholesky(S).L, B).data],
    "gram-schmidt": () => (["cgs", "cgs2", "bcgs2"] as const).map((method) => lw.orthonormalize(T, { method }).Q.data),
    "qr, pivoted": () => [
      _.qr(T, { pivot: true }).R.data,
      _.leastSquares(
        T,
        vector(T.rows, (i) => 1 / (i + 1)),
      ).x.data,
    ],
    "qr, Q": () => [_.qr(T).Q().data, _.qr(T).solve(vector(T.rows, (i) => 1 / (i + 1))).data],
    "eigenvalues alone": () => [lw.eigh(S, { vectors: false }).values.data],
    "singular values": () => [lw.svd(T, { vectors: false }).values.data, lw.svd(T, { method: "jacobi" }).values.data],
    "sparse cholesky": () => {
      const L = lw.sparseCholesky(definite);
      const U = L.updatable();
      const w = { indices: [0], values: [0.5] };
      U.update(w);
      const updated = U.solve(x).data;
      return [L.solve(x).data, L.solve(B).data, L.logDet(), updated];
    },
    "sparse lu": () => [_.sparseLu(definite).solve(x).data],
    "incomplete factors": () => {
      const [out, also] = [lw.vector(n, { type }), lw.vector(n, { type })];
      _.incompleteCholesky(definite).apply(out, x);
      _.incompleteLu(definite).apply(also, x);
      return [out.data, also.data];
    },
    "residual in twice the precision": () => [
      _.run(_.refine(S, x), { tolerance: 0, maxIterations: 3 }).x.data,
      _.run(_.refine(definite, x), { tolerance: 0, maxIterations: 3 }).x.data,
    ],
    "cosine transforms": () => {
      const of = (kind: "dct2" | "dct3" | "complex") => lw.fft(kind === "complex" ? 8 : 64, { type, kind });
      const z = vector(64, (i) => 1 / (i + 1));
      const w = vector(16, (i) => i - 7);
      return [
        of("dct2").forward(z).data,
        of("dct3").forward(z).data,
        of("complex").inverse(of("complex").forward(w)).data,
      ];
    },
    "fourier, even and odd lengths": () =>
      [64, 63, 61].map((m) => {
        const F = lw.fft(m, { type, kind: "real" });
        return F.inverse(F.forward(vector(m, (i) => 1 / (i + 1)))).data;
      }),
    "fourier in two dimensions": () => [lw.fft([8, 12], { type }).forward(vector(192, (i) => (i % 7) - 3)).data],
    hadamard: () => {
      const z = vector(64, (i) => 1 / (i + 1));
      _.walshHadamard(z);
      return [z.data];
    },
    "normal equations": () => {
      const [g, r] = [lw.vector(n, { type }), lw.vector(n, { type })];
      return [A.normalResidual(g, r, x, x), g.toArray(), definite.normalResidual(g, r, x, x), g.data];
    },
  };
}

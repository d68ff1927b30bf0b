// The bits of the `simd` build: 34 operations in both element types at three sizes, and ten solvers, each result hashed.
// The same on every host, or the promise of that build is broken.

type Package = typeof import("../../src/entry/browser.ts");
type Lanewise = Awaited<ReturnType<Package["lanewise"]>>;
type Real = "f32" | "f64";
type Result = ArrayLike<number> & ArrayBufferView;

const SIZES = [13, 50, 131];

/** The hash of every result, by its name. */
export async function bits(package_: Package): Promise<Record<string, string>> {
  const lw = await package_.lanewise({ build: "simd" });
  const out: Record<string, string> = {};
  for (const type of ["f32", "f64"] as const)
    for (const n of SIZES)
      lw.scope(() => {
        for (const [name, call] of Object.entries(operations(package_, lw, type, n)))
          out[`${name} ${type} ${n}`] = hash(call());
      });
  lw.scope(() => {
    for (const [name, call] of Object.entries(solvers(package_, lw))) out[name] = hash(call());
  });
  return out;
}

/** FNV-1a of the bytes of some arrays and numbers. */
function hash(results: (Result | number)[]): string {
  let h = 0x811c9dc5;
  for (const result of results) {
    const view = typeof result === "number" ? Float64Array.of(result) : result;
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  }
  return (h >>> 0).toString(16).padStart(8, "0");
}

/** Seeded operands: vectors, dense matrices, a positive definite one, a sparse one. */
function operands(lw: Lanewise, type: Real, n: number) {
  const random = lw.random(n);
  const x = random.normal(n, type);
  const y = random.normal(n, type);
  const matrix = (rows: number, cols: number) => lw.matrix(rows, cols, random.normal(rows * cols, type).data);
  const A = matrix(n, n);
  const B = matrix(n, 9);
  const T = matrix(2 * n, 7);
  const S = A.matmul(A, { transposeB: true });
  for (let i = 0; i < n; i++) (S.data[i * (n + 1)] as number) += n;
  return { random, x, y, A, B, T, S, sparse: lw.sparsify(A, 0.8), definite: lw.sparsify(S, n / 3) };
}

function operations(package_: Package, lw: Lanewise, type: Real, n: number): Record<string, () => (Result | number)[]> {
  const { x, y, A, B, T, S, sparse, random } = operands(lw, type, n);
  const prox = (g: { prox(out: typeof x, x: typeof y, step: number): number }) => () => {
    const out = lw.vector(n, { type });
    return [g.prox(out, x, 0.7), out.data];
  };
  return {
    dot: () => [x.dot(y), x.norm(), x.asum()],
    gemm: () => [A.matmul(B).data],
    "gemm, bias and activation": () => [A.matmul(B, { activation: "gelu" }).data],
    gemv: () => [A.matmul(x).data],
    "gemv transposed": () => [A.matmul(y, { transposeA: true }).data],
    "outer product": () => {
      const C = A.clone();
      C.addOuter(x, y, 0.3);
      return [C.data];
    },
    "csr mv": () => [sparse.matmul(x).data],
    "csr mm": () => [sparse.matmul(B).data],
    "csr transposed mm": () => [sparse.tmatmul(B).data],
    "csr by csr": () => [sparse.matmul(sparse).values],
    sddmm: () => [sparse.sddmm(B, B).values],
    "bsr mm": () => [lw.bsrFromCsr(sparse, 4).matmul(B).data],
    "fan-in mv": () => [lw.faninFromDense(A, 5).matmul(x).data],
    "2:4 mm": () => [lw.nm(A, 2, 4).matmul(B).data],
    "column-sparse mv": () => [lw.colsparse(A).matmul(x, { threshold: 0.5 }).data],
    "4-bit mv": () => [lw.quantize(A).matmul(x).data],
    "4-bit mm": () => [lw.quantize(A).matmul(B).data],
    cholesky: () => [lw.cholesky(S).L.data, lw.cholesky(S).solve(x).data],
    lu: () => [lw.lu(A).solve(x).data, lw.lu(A).logDet()],
    ldl: () => [lw.ldl(S).solve(x).data],
    qr: () => [lw.qr(T).R.data],
    "orthonormalize, cholqr2": () => [lw.orthonormalize(T).Q.data],
    "orthonormalize, mgs": () => [lw.orthonormalize(T, { method: "mgs" }).Q.data],
    eigh: () => [lw.eigh(S).values.data],
    svd: () => [lw.svd(A).values.data],
    eig: () => [lw.eig(A).real.data],
    fft: () => [lw.fft(n, { type, kind: "real" }).forward(x).data],
    l1: prox(package_.l1(0.5)),
    slope: () => {
      const lambda = lw.vector(
        Array.from({ length: n }, (_, i) => 1 - i / n),
        { type },
      );
      return prox(package_.slope(lambda))();
    },
    simplex: prox(package_.simplex(1)),
    "total variation": prox(package_.totalVariation(0.5)),
    "top k": () => [package_.topK(x, 5).values],
    uniform: () => [random.uniform(n, type).data, random.integers(n, 1000)],
    normal: () => [random.normal(n, type).data],
  };
}

function solvers(package_: Package, lw: Lanewise): Record<string, () => (Result | number)[]> {
  const { x, y, A, S, sparse, definite } = operands(lw, "f64", 80);
  const { run } = package_;
  const short = { tolerance: 0, maxIterations: 25 };
  const b = lw.vector(Float64Array.from({ length: 80 }, (_, i) => Math.fround(1 / (i + 1))));
  return {
    fista: () => [run(package_.proximalGradient(A, b, package_.l1(0.1), 1 / 500), short).x.data],
    cg: () => [run(package_.cg(definite, b), short).x.data],
    "cg, preconditioned": () => [run(package_.cg(S, b, { preconditioner: package_.jacobi(S) }), short).x.data],
    minres: () => [run(package_.minres(definite, b), short).x.data],
    lsqr: () => [run(package_.lsqr(sparse, b), short).x.data],
    lsmr: () => [run(package_.lsmr(sparse, x), short).x.data],
    gmres: () => [run(package_.gmres(A, y), short).x.data],
    bicgstab: () => [run(package_.bicgstab(S, y), short).x.data],
    lanczos: () => [run(package_.lanczos(definite, { count: 4 }), { tolerance: 1e-9 }).values],
    "randomized svd": () => [package_.randomizedSvd(A, { rank: 5 }).values.data],
  };
}

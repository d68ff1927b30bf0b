// The bits of the `simd` build: 34 operations in both element types at three sizes, and ten solvers, each result hashed.
// The same on every host, or the promise of that build is broken.

import { kernels, OWN } from "./kernels.ts";
import { type Calls, type Domains, type Lanewise, operands, type Package, type Real, type Result } from "./operands.ts";

const SIZES = [13, 50, 131];
/** The size of the calls that reach the other kernels. */
const REST = 40;

/** The results of every call of the lists, named and handed on one by one. */
function each(
  package_: Package,
  lw: Lanewise,
  domains: Domains,
  sizes: readonly number[],
  take: (name: string, results: (Result | number)[]) => void,
): void {
  const through = (calls: Calls, what: string) => {
    for (const [name, call] of Object.entries(calls)) lw.scope(() => take(name + what, call()));
  };
  for (const type of ["f32", "f64"] as const) {
    for (const n of sizes) lw.scope(() => through(operations(package_, lw, type, n), ` ${type} ${n}`));
    const rest = () => kernels(package_, lw, type, operands(lw, type, REST), domains);
    lw.scope(() => through(rest(), ` ${type} ${REST}`));
  }
  lw.scope(() => through(solvers(package_, lw), ""));
}

/** What the lists gave: the hash of every result in the `simd` build, and which kernels they called. */
export interface Bits {
  readonly hashes: Record<string, string>;
  readonly called: ReadonlySet<string>;
  readonly kernels: readonly string[];
}

/** Runs the lists in the `simd` build. */
export async function bits(package_: Package, domains: Domains): Promise<Bits> {
  const hashes: Record<string, string> = {};
  const counts = await counted(async () => {
    const lw = await package_.lanewise({ build: "simd" });
    each(package_, lw, domains, SIZES, (name, results) => {
      hashes[name] = hash(results);
    });
  });
  return { hashes, ...counts };
}

/** Runs the lists in both builds; throws where a result of `relaxed` is further from that of `simd` than rounding explains. */
export async function agreement(package_: Package, domains: Domains): Promise<void> {
  const numbers = async (build: "simd" | "relaxed") => {
    const out = new Map<string, number[][]>();
    const keep = (name: string, results: (Result | number)[]) =>
      out.set(
        name,
        results.map((v) => (typeof v === "number" ? [v] : Array.from(v))),
      );
    each(package_, await package_.lanewise({ build }), domains, [13], keep);
    return out;
  };
  const [simd, relaxed] = [await numbers("simd"), await numbers("relaxed")];
  for (const [name, results] of simd) {
    if (name.startsWith(OWN)) continue;
    for (const [i, list] of results.entries()) {
      const size = Math.max(...list.map(Math.abs));
      equal(
        relaxed.get(name)![i]!.map((v) => v / (size || 1)),
        list.map((v) => v / (size || 1)),
        name,
        / f32 /.test(name) ? 1e-4 : 1e-9,
      );
    }
  }
}

/** Numbers of order 1, each within `far`. */
function equal(got: number[], expected: number[], name: string, far: number): void {
  const wrong = expected.findIndex((v, i) => !(Math.abs(v - (got[i] as number)) <= far || Object.is(v, got[i])));
  if (wrong >= 0 || got.length !== expected.length)
    throw new Error(`${name}, [${wrong}]: expected ${expected[wrong]}, got ${got[wrong]}`);
}

/** Counts the kernels of every module that `body` instantiates as they are called: Node links a family when it is first needed. */
async function counted(body: () => Promise<void>): Promise<Pick<Bits, "called" | "kernels">> {
  const { Instance } = WebAssembly;
  const called = new Set<string>();
  const names: string[] = [];
  function Counting(module: WebAssembly.Module, imports: WebAssembly.Imports) {
    const exports: Record<string, unknown> = { ...new Instance(module, imports).exports };
    for (const [name, kernel] of Object.entries(exports)) {
      if (typeof kernel !== "function") continue;
      names.push(name);
      exports[name] = (...args: number[]) => {
        called.add(name);
        return kernel(...args);
      };
    }
    return { exports };
  }
  WebAssembly.Instance = Counting as never;
  try {
    await body();
    return { called, kernels: names };
  } finally {
    WebAssembly.Instance = Instance;
  }
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

function operations(package_: Package, lw: Lanewise, type: Real, n: number): Calls {
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

function solvers(package_: Package, lw: Lanewise): Calls {
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

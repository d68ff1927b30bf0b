// The same list on every host: each hot loop once against literal numbers, in each element type and each build the host has;
// then memory and errors. The numbers are small enough to be exact in f32, so that every build must give them.

import * as kernelMethods from "../../src/methods/kernel-methods/index.ts";
import * as models from "../../src/models/index.ts";
import * as quantization from "../../src/methods/quantization/index.ts";
import * as recovery from "../../src/methods/sparse-recovery/index.ts";
import * as sparsity from "../../src/methods/sparsity/index.ts";
import { agreement, type Bits, bits } from "./bits.ts";
import { type Check, check, equal, expect, thrown } from "./checks.ts";

type Package = typeof import("../../src/entry/browser.ts");
type WasmSource = import("../../src/entry/browser.ts").WasmSource;
type Lanewise = Awaited<ReturnType<Package["lanewise"]>>;
type Real = "f32" | "f64";

const range = (n: number, at: (i: number) => number) => Array.from({ length: n }, (_, i) => at(i));
const modulo = (a: number, n: number) => ((a % n) + n) % n;

/** The subpaths of the package; pack.ts makes these imports what a user writes. */
const domains = { kernelMethods, models, quantization, recovery, sparsity };

/** Every check there is, on the package as its host loads it. */
export async function smoke(package_: Package): Promise<Check[]> {
  const { hasRelaxed, lanewise } = package_;
  const checks: Check[] = [];
  let found: Bits = { hashes: {}, called: new Set(), kernels: [] };
  for (const build of hasRelaxed() ? (["simd", "relaxed"] as const) : (["simd"] as const)) {
    const lw = await lanewise({ build });
    for (const type of ["f32", "f64"] as const)
      for (const [name, body] of Object.entries(loops(package_, lw, type)))
        checks.push(await check(`${build} ${type}: ${name}`, () => lw.scope(body)));
    for (const [name, body] of Object.entries(rules(package_, build)))
      checks.push(await check(`${build}: ${name}`, body));
    checks.push(
      await check(`${build}: nothing is left behind`, () => expect(lw.memory.arrays === 0, "arrays are alive")),
    );
  }
  const hashed = await check("simd: results are hashed", async () => {
    found = await bits(package_, domains);
  });
  checks.push({ ...hashed, bits: found.hashes });
  checks.push(
    await check(`simd: ${found.called.size} kernels were called`, () => {
      const others = found.kernels.filter((name) => !found.called.has(name));
      expect(found.called.size > 500 && others.length === 0, `not called: ${others.join(", ")}`);
    }),
  );
  if (hasRelaxed())
    checks.push(await check("relaxed: the same results but for rounding", () => agreement(package_, domains)));
  checks.push(
    await check("auto takes the relaxed build where the host has it", async () =>
      expect((await lanewise()).build === (hasRelaxed() ? "relaxed" : "simd"), "another build"),
    ),
  );
  if (!hasRelaxed())
    checks.push(
      await check("relaxed is refused where the host lacks it", () =>
        thrown("UnsupportedBuildError", () => lanewise({ build: "relaxed" })),
      ),
    );
  return checks;
}

/** The package cannot find its .wasm: the error says where it looked. */
export async function broken(package_: Package, status?: number): Promise<Check> {
  return check("a missing .wasm is a LoadError with its address", async () => {
    const error = await thrown("LoadError", () => package_.lanewise());
    expect(/\.wasm$/.test(String(error.url)), `no address: ${error.url}`);
    expect(error.status === status, `expected status ${status}, got ${error.status}`);
  });
}

/** The other entries: one that carries its bytes, and one that is handed a module. */
export async function entries(inline: Package, own: Package, wasm: WasmSource): Promise<Check[]> {
  const product = (lw: Lanewise) =>
    lw.scope(() => {
      const A = lw.matrix([
        [1, 2],
        [3, 4],
      ]);
      equal(A.matmul(lw.vector([5, 6])).data, [17, 39]);
    });
  return [
    await check("lanewise/inline loads without a file", async () => product(await inline.lanewise())),
    await check("lanewise/edge takes a module", async () => product(await own.lanewise({ wasm }))),
    await check("lanewise/edge without one says so", () => thrown("ArgumentTypeError", () => own.lanewise())),
  ];
}

/** Of the 5 x 9 matrix below, transposed, and the numbers 1 to 15 in three columns. */
const TRANSPOSED_PRODUCT = [
  11, 13, 15, 37.5, 42, 46.5, 28, 29, 30, 43, 50, 57, 30.5, 34, 37.5, 60.5, 67, 73.5, 70, 77, 84, 158, 172, 186, 94,
  107, 120,
];

/** The kernels. */
function loops({ l1, proximalGradient, run }: Package, lw: Lanewise, type: Real): Record<string, () => void> {
  const vector = (numbers: number[]) => lw.vector(numbers, { type });
  const matrix = (rows: number, cols: number, at: (i: number, j: number) => number) =>
    lw.matrix(
      rows,
      cols,
      range(rows * cols, (p) => at(Math.floor(p / cols), p % cols)),
      { type },
    );
  const sparse = () =>
    lw.csr({
      rows: 5,
      cols: 9,
      indptr: [0, 5, 5, 6, 15, 17],
      indices: [0, 2, 3, 5, 8, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 4, 7],
      values: [1, -2, 3, 0.5, 4, 2.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1.5, 6],
      type,
    });
  const x = () => vector(range(9, (i) => i + 1));
  const y = () => vector([1, -2, 3, -4, 5]);
  const dense = () => matrix(5, 9, (i, j) => ((3 * i + 5 * j) % 7) - 3);
  return {
    "sparse times vector": () => equal(sparse().matmul(x()).data, [46, 0, 5, 285, 40.5]),
    "sparse transposed times vector": () =>
      equal(sparse().tmatmul(y()).data, [-3, -0.5, -14, -13, -27.5, -23.5, -28, -2, -32]),
    "sparse times dense": () =>
      equal(
        sparse().matmul(matrix(9, 5, (i, j) => 5 * i + j + 1)).data,
        [
          204, 210.5, 217, 223.5, 230, 0, 0, 0, 0, 0, 15, 17.5, 20, 22.5, 25, 1245, 1290, 1335, 1380, 1425, 184.5, 189,
          193.5, 198, 202.5,
        ],
      ),
    "sparse transposed times dense": () =>
      equal(sparse().tmatmul(matrix(5, 3, (i, j) => 3 * i + j + 1)).data, TRANSPOSED_PRODUCT),
    "block sparse times vector": () => equal(lw.bsrFromCsr(sparse(), [2, 4]).matmul(x()).data, [46, 0, 5, 285, 40.5]),
    "block sparse transposed times dense": () =>
      equal(lw.bsrFromCsr(sparse(), [2, 4]).tmatmul(matrix(5, 3, (i, j) => 3 * i + j + 1)).data, TRANSPOSED_PRODUCT),
    "dense times vector": () => equal(dense().matmul(x()).data, [1, -18, 19, -21, 2]),
    "dense transposed times vector": () =>
      equal(dense().matmul(y(), { transposeA: true }).data, [20, 21, -27, 2, 24, -10, -30, 20, 21]),
    "dense times dense": () =>
      equal(
        dense().matmul(matrix(9, 11, (i, j) => ((2 * i + 3 * j) % 5) - 2)).data,
        [
          1, -7, 15, -8, -1, 1, -7, 15, -8, -1, 1, 12, -4, -5, -1, -2, 12, -4, -5, -1, -2, 12, 2, -1, -4, 13, -10, 2,
          -1, -4, 13, -10, 2, -1, 2, -10, 13, -4, -1, 2, -10, 13, -4, -1, -4, 12, -2, -1, -5, -4, 12, -2, -1, -5, -4,
        ],
      ),
    "dot product and norms": () => {
      equal([x().dot(x()), x().asum(), vector([3, 0, -4, 0, 12, 84]).norm()], [285, 45, 85]);
    },
    "Gram-Schmidt": () => {
      const A = () =>
        lw.matrix(
          [
            [1, 1, 2, 1],
            [1, -1, 0, 1],
            [1, 1, 2, -1],
            [1, -1, 0, -1],
          ],
          { type },
        );
      for (const method of ["cgs2", "mgs"] as const) {
        const { Q, R, rank, kept } = lw.orthonormalize(A(), { method });
        expect(rank === 3, `expected rank 3, got ${rank}`);
        equal(kept, [0, 1, 3]);
        equal(Q.data, [0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0.5, 0.5, -0.5, 0.5, -0.5, -0.5]);
        equal(R.data, [2, 0, 2, 0, 0, 2, 2, 0, 0, 0, 0, 2]);
      }
    },
    Cholesky: () => {
      const factor = lw.cholesky(matrix(53, 53, (i, j) => Math.min(i, j) + 1));
      equal(
        factor.L.data,
        range(53 * 53, (p) => (p % 53 <= Math.floor(p / 53) ? 1 : 0)),
      );
      equal(
        factor.solve(vector(range(53, (i) => i + 1))).data,
        range(53, (i) => (i === 52 ? 1 : 0)),
      );
    },
    "triangular solve": () => {
      const L = matrix(9, 9, (i, j) => (j > i ? 99 : i === j ? 2 : 1));
      equal(
        lw.solveTriangular(L, vector([2, 5, 8, 11, 14, 17, 20, 23, 26])).data,
        [1, 2, 2.5, 2.75, 2.875, 2.9375, 2.96875, 2.984375, 2.9921875],
      );
    },
    "4-bit tables": () => {
      const W = matrix(3, 40, (i, j) => modulo(7 * j + 3 * i, 16));
      const codes = lw.quantize(W, { iterations: 0 });
      equal(codes.toDense().data, W.data);
      equal(codes.matmul(vector(range(40, (j) => (j % 5) - 2))).data, [32, 0, -32]);
    },
    "soft thresholding": () => {
      const z = vector([-2, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 3]);
      equal([l1(0.5).prox(z, z, 1)], [2.375]);
      equal(z.data, [-1.5, 0, 0, 0, 0, 0, 0.25, 0.5, 2.5]);
    },
    lasso: () => {
      const b = [3, -2, 1, 0.5, -0.5, 0.25, 4, -8, 1.5];
      const I = lw.sparsify(matrix(9, 9, (i, j) => (i === j ? 1 : 0)));
      const { x, converged } = run(proximalGradient(I, vector(b), l1(1), 0.5), { tolerance: 1e-6 });
      expect(converged, "it did not converge");
      equal(
        x.data.map((v) => Math.round(v * 1024) / 1024),
        [2, -1, 0, 0, 0, 0, 3, -7, 0.5],
      );
    },
    "random numbers": () => {
      equal(lw.random(0).words(4), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
      equal(
        lw.random(0).uniform(type === "f32" ? 4 : 2, type).data,
        type === "f32"
          ? [0.3990464210510254, 0.8805201649665833, 0.7357127666473389, 0.6054818034172058]
          : [0.8805201978886142, 0.6054818538799213],
      );
      equal(
        lw.random(0).normal(type === "f32" ? 4 : 2, type).data,
        type === "f32"
          ? [-0.25581597043298154, 1.1775912391721355, 0.6301836563560436, 0.26756224939052003]
          : [1.1775912390542733, 0.26756224953309987],
        type === "f32" ? 1e-7 : 1e-14,
      );
    },
  };
}

/** Memory, errors and abort. */
function rules(
  { l1, lanewise, proximalGradient, run, runAsync }: Package,
  build: "simd" | "relaxed",
): Record<string, () => unknown> {
  return {
    "a signal ends a method with its reason": async () => {
      const lw = await lanewise({ build });
      const method = () =>
        proximalGradient(
          lw.matrix([
            [2, 1],
            [1, 2],
          ]),
          lw.vector([1, 2]),
          l1(0.1),
          0.1,
        );
      const early = AbortSignal.abort(new RangeError("enough"));
      await thrown("RangeError", () => run(method(), { signal: early, tolerance: 0 }));
      const controller = new AbortController();
      let steps = 0;
      const onProgress = () => {
        if (++steps === 3) controller.abort(new RangeError("enough"));
      };
      await thrown("RangeError", () =>
        runAsync(method(), { signal: controller.signal, tolerance: 0, maxIterations: 1e6, onProgress }),
      );
      expect(steps === 3, `${steps} steps were taken`);
    },
    "memory grows under arrays that keep their numbers": async () => {
      const lw = await lanewise({ build, memory: { initial: 65536 } });
      const x = lw.vector([1, 2, 3]);
      const stale = x.data;
      const before = lw.memory.reserved;
      const large = lw.vector(1 << 20);
      expect(lw.memory.reserved >= before + large.bytes, "memory did not grow");
      equal(x.data, [1, 2, 3]);
      expect(stale.length === 0, "the old view is still attached");
    },
    "out of memory is an error the heap survives": async () => {
      const lw = await lanewise({ build, memory: { maximum: 1 << 21 } });
      await thrown("OutOfMemoryError", () => lw.vector(1 << 20));
      equal(lw.vector([1, 2, 3]).data, [1, 2, 3]);
    },
    "a disposed array refuses to be used": async () => {
      const x = (await lanewise({ build })).vector([1]);
      x.dispose();
      x.dispose();
      await thrown("DisposedError", () => x.data);
    },
    "bad input is a named error with argument, expected and got": async () => {
      const lw = await lanewise({ build });
      const csr = { rows: 2, cols: 2, indptr: [0, 1, 2], indices: [0, 2], values: [1, 1] };
      const { argument, expected, got } = await thrown("SparseStructureError", () => lw.csr(csr));
      expect(
        argument === "indices[1]" && typeof expected === "string" && got === "2",
        `${argument}, ${expected}, ${got}`,
      );
      await thrown("ShapeError", () => lw.csr({ ...csr, indices: [0, 1] }).matmul(lw.vector(3)));
      await thrown("ArgumentTypeError", () => lw.vector("no" as never));
      await thrown("ArgumentRangeError", () => lanewise({ build: "fast" as never }));
      const failed = await thrown("NotPositiveDefiniteError", () =>
        lw.cholesky(
          lw.matrix([
            [1, 1],
            [1, 1],
          ]),
        ),
      );
      expect(failed.pivot === 1, `expected pivot 1, got ${failed.pivot}`);
    },
  };
}

/**
 * The products that threads are measured with.
 * @module
 */
import { syrk } from "../src/kernels/dense.ts";
import type { Real } from "../src/core/types.ts";
import { bsrMmCase } from "./bsr.bench.ts";
import type { Case } from "./case.ts";
import { csrMmCase } from "./csr.bench.ts";
import { normal } from "./data.ts";
import { fistaCase } from "./fista.bench.ts";
import { gemmCase } from "./gemm.bench.ts";
import { lassoPathCase } from "./lasso.bench.ts";
import { lutMmCase } from "./lut.bench.ts";

const syrkCase = (type: Real, n: number, k: number): Pick<Case, "name" | "type" | "sizes"> & Partial<Case> => ({
  name: "syrk",
  type,
  sizes: { n, k },
  setup(lw) {
    const [A, C] = [lw.matrix(n, k, normal(lw, n * k, type, 1)), lw.matrix(n, n, undefined, { type })];
    const ours = () => syrk(C, A);
    return { arrays: [A, C], work: { bytes: A.bytes + C.bytes, flops: n * n * k }, ours } as never;
  },
});

export const cases = [
  gemmCase("f32", 1024, 1024, 1024),
  gemmCase("f64", 1024, 1024, 1024),
  syrkCase("f32", 1024, 1024),
  syrkCase("f64", 1024, 1024),
  bsrMmCase("f32", 2048, 2048, 16, 128, 0.1),
  bsrMmCase("f64", 2048, 2048, 16, 128, 0.1),
  csrMmCase("f32", 2048, 2048, 64, 0.05),
  csrMmCase("f64", 2048, 2048, 64, 0.05),
  lutMmCase("f32", 4096, 4096, 128),
  lutMmCase("f32", 4096, 4096, 16, "int8"),
  fistaCase("f32", 1000, 5000, 20),
  fistaCase("f64", 1000, 5000, 20),
  lassoPathCase("f64", 1000, 5000, 100),
] as Case[];

/**
 * All that the bench knows, in the order it runs.
 * @module
 */
import { cases as bandwidth } from "./bandwidth.bench.ts";
import type { Case } from "./case.ts";
import { cases as cholesky } from "./cholesky.bench.ts";
import { cases as csr } from "./csr.bench.ts";
import { cases as fista } from "./fista.bench.ts";
import { cases as gemm } from "./gemm.bench.ts";
import { cases as gemv } from "./gemv.bench.ts";
import { cases as lut } from "./lut.bench.ts";
import { cases as orthonormalize } from "./orthonormalize.bench.ts";
import { cases as peak } from "./peak.bench.ts";
import { cases as softThreshold } from "./soft-threshold.bench.ts";

export const families: readonly Case[] = [
  ...peak,
  ...bandwidth,
  ...gemm,
  ...gemv,
  ...csr,
  ...orthonormalize,
  ...cholesky,
  ...lut,
  ...softThreshold,
  ...fista,
];

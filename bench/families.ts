/**
 * All that the bench knows, in the order it runs.
 * @module
 */
import { ArgumentRangeError } from "../src/core/errors.ts";
import { cases as bandwidth } from "./bandwidth.bench.ts";
import { cases as bsr } from "./bsr.bench.ts";
import { cases as cast } from "./cast.bench.ts";
import type { Case } from "./case.ts";
import { cases as cg } from "./cg.bench.ts";
import { cases as cholesky } from "./cholesky.bench.ts";
import { cases as cluster } from "./cluster.bench.ts";
import { cases as colsparse } from "./colsparse.bench.ts";
import { cases as csr } from "./csr.bench.ts";
import { cases as fanin } from "./fanin.bench.ts";
import { cases as fft } from "./fft.bench.ts";
import { cases as fista } from "./fista.bench.ts";
import { cases as gemm } from "./gemm.bench.ts";
import { cases as gemv } from "./gemv.bench.ts";
import { cases as groupLasso } from "./group-lasso.bench.ts";
import { cases as int8 } from "./int8.bench.ts";
import { cases as io } from "./io.bench.ts";
import { cases as kernelRidge } from "./kernel-ridge.bench.ts";
import { cases as lasso } from "./lasso.bench.ts";
import { cases as ldl } from "./ldl.bench.ts";
import { cases as lsqr } from "./lsqr.bench.ts";
import { cases as logistic } from "./logistic.bench.ts";
import { cases as lu } from "./lu.bench.ts";
import { cases as lut } from "./lut.bench.ts";
import { cases as nm } from "./nm.bench.ts";
import { cases as orthonormalize } from "./orthonormalize.bench.ts";
import { cases as pairs } from "./pairs.bench.ts";
import { cases as peak } from "./peak.bench.ts";
import { cases as qr } from "./qr.bench.ts";
import { cases as sddmm } from "./sddmm.bench.ts";
import { cases as search } from "./search.bench.ts";
import { cases as softThreshold } from "./soft-threshold.bench.ts";
import { cases as spectral } from "./spectral.bench.ts";
import { cases as sparseCholesky } from "./sparse-cholesky.bench.ts";
import { cases as spgemm } from "./spgemm.bench.ts";
import { cases as topK } from "./top-k.bench.ts";

export const families: readonly Case[] = [
  ...peak,
  ...bandwidth,
  ...gemm,
  ...gemv,
  ...pairs,
  ...csr,
  ...bsr,
  ...fanin,
  ...nm,
  ...colsparse,
  ...spgemm,
  ...sddmm,
  ...orthonormalize,
  ...qr,
  ...cholesky,
  ...lu,
  ...ldl,
  ...spectral,
  ...sparseCholesky,
  ...cg,
  ...lsqr,
  ...fft,
  ...lut,
  ...int8,
  ...cast,
  ...softThreshold,
  ...topK,
  ...search,
  ...fista,
  ...lasso,
  ...groupLasso,
  ...logistic,
  ...kernelRidge,
  ...cluster,
  ...io,
];

/** The names there are. */
export const names: readonly string[] = [...new Set(families.map(({ name }) => name))];

/** The cases of some operations. @throws ArgumentRangeError for a name that is none */
export function select(wanted: readonly string[]): Case[] {
  for (const name of wanted)
    if (!names.includes(name)) throw new ArgumentRangeError("filter", names.join(", "), JSON.stringify(name));
  return families.filter(({ name }) => wanted.includes(name));
}

/**
 * What all entries to `lanewise/core` re-export: vectors, matrices dense and sparse, errors. The functions and classes that `lanewise`
 * exports work with its instances too, and a bundle holds only those that are used.
 * @module
 */
export { type CscInput, CscMatrix, csc } from "../arrays/csc.ts";
export { type CsrInput, CsrMatrix, csr, type SampledOptions } from "../arrays/csr.ts";
export { matrix, type TypeOption, vector } from "../arrays/dense.ts";
export { Matrix } from "../arrays/matrix.ts";
export { Vector } from "../arrays/vector.ts";
export * from "../core/errors.ts";
export type { Numbers, Real } from "../core/types.ts";
export type { Scale, Transposes } from "../kernels/dense.ts";
export type { Build, MemoryLimits } from "../kernels/engine.ts";
export { Instance } from "../kernels/instance.ts";
export type { Activation, Epilogue } from "../kernels/maps.ts";
export type { MemoryUse } from "../kernels/memory.ts";
export type { WasmSource } from "./compile.ts";
export { hasRelaxed, type LanewiseOptions } from "./options.ts";

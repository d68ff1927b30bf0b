export type { SavedBytes } from "../../core/saved.ts";
export type { KernelOption } from "../../linalg/kernelOption.ts";
export * from "./onlineKernelAld.ts";
export * from "./weightingVectors.ts";
export * from "./squeak.ts";
export * from "./simplexRandomFeatures.ts";
export * from "./graphRandomFeatures.ts";

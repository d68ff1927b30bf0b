export type { KernelOption } from "./common/kernel.ts";
export * from "./onlineKernelAld.ts";
export * from "./weightingVectors.ts";
export * from "./squeak.ts";
export * from "./simplexRandomFeatures.ts";

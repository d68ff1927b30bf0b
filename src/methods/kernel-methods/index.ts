export type { KernelOption } from "./common/kernel.ts";
export * from "./weightingVectors.ts";

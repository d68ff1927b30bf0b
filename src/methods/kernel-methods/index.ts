export type { KernelOption } from "./common/kernel.ts";

export * from "./any4.ts";
export * from "./ofq.ts";

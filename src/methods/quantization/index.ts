export * from "./any4.ts";

export * from "./lossOmp.ts";
export * from "./netTrim.ts";
export * from "./slim.ts";
export * from "./randomSupportSlr.ts";
export * from "./mMatrixPrecision.ts";
export * from "./unfoldedIstaIht.ts";
export * from "./kroneckerSbl.ts";

export * from "./lossOmp.ts";
export * from "./netTrim.ts";

export * from "./netTrim.ts";

import type { LanewiseOptions } from "../../entry/node.ts";

/** The build of the kernels, for every command that runs them. */
export const buildOption = {
  type: "enum" as const,
  options: ["auto", "simd", "relaxed"],
  default: "auto",
  description: "build of the kernels",
};

/** Its value, which the check of the command line has found to be one of them. */
export const buildOf = (value: string): NonNullable<LanewiseOptions["build"]> =>
  value as NonNullable<LanewiseOptions["build"]>;

/** The register peak of the build: multiply-adds in f32 and f64, products of small integers. */
import type { Case, Type } from "./case.ts";
import { engineOf } from "./data.ts";
import { peakProbe } from "./limits.ts";

export const peakCase = (type: Type): Case => ({
  name: "peak",
  type,
  sizes: {},
  setup(lw) {
    const probe = peakProbe(engineOf(lw), type);
    return { arrays: [probe], work: { flops: probe.work, bytes: 0 }, ours: probe.call };
  },
});

export const cases: Case[] = [peakCase("f32"), peakCase("f64"), peakCase("i8")];

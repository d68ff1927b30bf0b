/** Reading and copying, at sizes of the first and second cache, the last one, and memory. */
import type { Case } from "./case.ts";
import { engineOf } from "./data.ts";
import { bandwidthProbe } from "./limits.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Copying touches n bytes as well: it reads one half and writes the other. */
export const bandwidthCase = (copy: boolean, n: number): Case => ({
  name: "bandwidth",
  type: "u8",
  sizes: { n },
  setup(lw) {
    const probe = bandwidthProbe(engineOf(lw), n, copy);
    return { arrays: [probe], work: { bytes: probe.work, footprint: n, copy }, ours: probe.call };
  },
});

const sizes = [16 * KIB, 256 * KIB, 4 * MIB, 128 * MIB];

export const cases: Case[] = [false, true].flatMap((copy) => sizes.map((n) => bandwidthCase(copy, n)));

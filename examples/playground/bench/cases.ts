/**
 * What the page measures: cases of bench/, which it shares with `npm run bench`, in f32 and at sizes that a telephone holds.
 * @module
 */
import { bandwidthCase } from "../../../bench/bandwidth.bench.ts";
import type { Case, Row } from "../../../bench/case.ts";
import { choleskyCase } from "../../../bench/cholesky.bench.ts";
import { csrMmCase } from "../../../bench/csr.bench.ts";
import { gemmCase } from "../../../bench/gemm.bench.ts";
import { lutMvCase } from "../../../bench/lut.bench.ts";
import { peakCase } from "../../../bench/peak.bench.ts";
import { softThresholdCase } from "../../../bench/soft-threshold.bench.ts";

const MIB = 2 ** 20;

/** Without our own dense product in place of a sparse or coded one, for which the page has no column. */
const brief = (one: Case): Case => ({
  ...one,
  setup(lw) {
    const { dense: _, ...subject } = one.setup(lw);
    return subject;
  },
});

/** The limits, which come first, then the kernels. */
export const CASES: readonly Case[] = [
  peakCase("f32"),
  bandwidthCase(true, 8 * MIB),
  bandwidthCase(true, 64 * MIB),
  gemmCase("f32", 512, 512, 512),
  brief(csrMmCase("f32", 2048, 2048, 64, 0.05)),
  brief(lutMvCase("f32", 2048, 2048)),
  softThresholdCase("f32", 1e6),
  choleskyCase("f32", 512),
];

/** What each kernel is called on the page. */
export const NAMES: Readonly<Record<string, string>> = {
  gemm: "matrix × matrix",
  "csr-mm": "sparse × matrix",
  "lut-mv": "4-bit × vector",
  "soft-threshold": "soft threshold",
  cholesky: "Cholesky",
};

/** Soft thresholding is counted in bytes: a subtraction and a comparison for 4 bytes read and 4 written. */
const THRESHOLD = 2 / 8;

/** A kernel's row as a point of the roofline. */
export interface Point {
  readonly row: Row;
  readonly name: string;
  /** Operations a byte. */
  readonly intensity: number;
  /** GFLOP/s, of the kernel and of plain JavaScript. */
  readonly rate: number;
  readonly plain: number;
}

/** The kernels among the rows. */
export function pointsOf(rows: readonly Row[]): Point[] {
  return rows
    .filter(({ name }) => name in NAMES)
    .map((row) => {
      const perByte = row.intensity === null ? THRESHOLD : 1;
      const rate = row.rate * perByte;
      return {
        row,
        name: NAMES[row.name] as string,
        intensity: row.intensity ?? THRESHOLD,
        rate,
        plain: rate / (row.vs_js ?? Number.NaN),
      };
    });
}

/** The register peak in GFLOP/s, and the bandwidths in GB/s: the best seen, by their probes or by a kernel. */
export function roofsOf(rows: readonly Row[]): { peak: number; slopes: { name: string; rate: number }[] } {
  const slopes = rows
    .filter(({ name }) => name === "bandwidth")
    .map(({ bound, n = 0, limit }) => ({
      name: `${bound.split(" ")[0]} ${n / MIB} MiB`,
      rate: limit,
    }));
  return { peak: rows.find(({ name }) => name === "peak")?.limit ?? 0, slopes };
}

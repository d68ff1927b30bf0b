// Every family at a tiny size: our result, the plain loop and the reference agree, and the row has the agreed keys.
import { afterAll, describe, expect, it } from "vitest";
import { bsrMlpCase, bsrMmCase } from "../../bench/bsr.bench.ts";
import type { Case, Row } from "../../bench/case.ts";
import { choleskyCase } from "../../bench/cholesky.bench.ts";
import { ldlCase } from "../../bench/ldl.bench.ts";
import { luCase } from "../../bench/lu.bench.ts";
import { lsqrCase } from "../../bench/lsqr.bench.ts";
import { cgCase } from "../../bench/cg.bench.ts";
import { sparseCholeskyCase, sparseFactorCase } from "../../bench/sparse-cholesky.bench.ts";
import { kMeansCase } from "../../bench/cluster.bench.ts";
import { decodeCase, encodeCase } from "../../bench/cast.bench.ts";
import { colsparseLutCase, colsparseMvCase } from "../../bench/colsparse.bench.ts";
import { csrMmCase, csrMvCase } from "../../bench/csr.bench.ts";
import { runCases } from "../../bench/engine.ts";
import { families } from "../../bench/families.ts";
import { faninMmCase, faninMvCase } from "../../bench/fanin.bench.ts";
import { fftCase, hadamardCase } from "../../bench/fft.bench.ts";
import { fistaCase } from "../../bench/fista.bench.ts";
import { gemmCase } from "../../bench/gemm.bench.ts";
import { gemvCase } from "../../bench/gemv.bench.ts";
import { nearest, quantize } from "../../bench/js/lut.ts";
import { lassoCase, lassoPathCase } from "../../bench/lasso.bench.ts";
import { int8Case } from "../../bench/int8.bench.ts";
import { lutMmCase, lutMvCase, quantizeCase } from "../../bench/lut.bench.ts";
import { nmLutCase, nmMmCase } from "../../bench/nm.bench.ts";
import { orthonormalizeCase } from "../../bench/orthonormalize.bench.ts";
import { gramCase, gramSelfCase, pairwiseCase } from "../../bench/pairs.bench.ts";
import { qrCase } from "../../bench/qr.bench.ts";
import { sddmmCase } from "../../bench/sddmm.bench.ts";
import { topInnerCase } from "../../bench/search.bench.ts";
import { softThresholdCase } from "../../bench/soft-threshold.bench.ts";
import { eighCase, randomizedCase, svdCase } from "../../bench/spectral.bench.ts";
import { spgemmCase } from "../../bench/spgemm.bench.ts";
import { table } from "../../bench/table.ts";
import { lanewiseSync } from "../../src/entry/node.ts";
import { build } from "../instance.ts";

const lw = lanewiseSync({ build });
const TINY = { rounds: 3, batch: 0.01, warm: 0, span: 0, budget: 1 };

const cases: Case[] = (["f32", "f64"] as const).flatMap((type) => [
  gemmCase(type, 5, 7, 3),
  gemvCase(type, 7, 13),
  pairwiseCase(type, 7, 9, 3),
  gramCase(type, 7, 9, 3),
  gramSelfCase(type, 9, 3),
  topInnerCase(type, 30, 4, 5, 3),
  kMeansCase(type, 40, 3, 4),
  csrMvCase(type, 20, 30, 0.2),
  csrMmCase(type, 20, 30, 13, 0.2),
  bsrMmCase(type, 12, 20, 4, 7, 0.4),
  bsrMlpCase(type, 3, 8, 12, 4, 0.5),
  spgemmCase(type, 20, 30, 25, 0.2),
  sddmmCase(type, 20, 30, 7, 0.2),
  faninMvCase(type, 20, 30, 0.2),
  faninMmCase(type, 20, 30, 13, 0.2),
  nmMmCase(type, 20, 32, 13, 2, 4),
  colsparseMvCase(type, 20, 30, 0.5),
  orthonormalizeCase(type, 40, 6),
  orthonormalizeCase(type, 40, 6, "bcgs2"),
  qrCase(type, 13),
  choleskyCase(type, 13),
  luCase(type, 13),
  ldlCase(type, 13),
  sparseCholeskyCase(type, 6),
  sparseFactorCase(type, 6),
  cgCase(type, 6, 5),
  lsqrCase(type, 30, 12, 5, 0.4),
  lutMvCase(type, 9, 70),
  lutMmCase(type, 9, 70, 5),
  int8Case(type, 9, 70, 1),
  int8Case(type, 9, 70, 7),
  quantizeCase(type, 5, 40),
  eighCase(type, 13),
  svdCase(type, 13),
  randomizedCase(type, 40, 12, 4),
  fftCase(type, 48),
  fftCase(type, 37),
  hadamardCase(type, 32),
  softThresholdCase(type, 37),
  fistaCase(type, 12, 20, 4),
  lassoCase(type, 12, 20, type === "f32" ? 1e-6 : 1e-14),
  lassoPathCase(type, 12, 20, 4, type === "f32" ? 1e-6 : 1e-14),
]);
cases.push(colsparseLutCase("f32", 40, 60, 0.5), nmLutCase("f32", 9, 70, 1, 2, 4), nmLutCase("f32", 9, 70, 3, 2, 4));
cases.push(encodeCase("f16", 70), encodeCase("e4m3", 70, "f64"), decodeCase("bf16", 70));
cases.push(lutMvCase("f32", 9, 70, "int8"), lutMmCase("f32", 9, 70, 5, "int8"), int8Case("f32", 9, 70, 3, "int8"));
cases.push(lutMvCase("f32", 9, 70, "int8", true));
const probes = families.filter(
  ({ name, sizes }) => name === "peak" || (name === "bandwidth" && (sizes.n ?? 0) < 1 << 15),
);

const KEYS = ["name", "type", "build", "host", "median_ms", "min_ms", "spread", "rate", "unit", "limit", "of_limit"];
const MORE = ["bound", "intensity", "vs_js", "peers", "error"];
const OPTIONAL = ["m", "n", "k", "columns", "density", "block", "vs_dense", "vs_csr", "peers_missing"];

let rows: Row[] = [];
const before = lw.memory.bytes;
afterAll(() => expect(lw.memory.bytes).toBe(before));

describe("rows", () => {
  it("have the agreed keys, and values that can be", async () => {
    rows = await runCases([...probes, ...cases], { lw, host: "here", settings: TINY });
    expect(rows).toHaveLength(probes.length + cases.length);
    for (const row of rows) {
      const keys = Object.keys(row);
      expect(keys, row.name).toEqual(expect.arrayContaining([...KEYS, ...MORE]));
      expect([...KEYS, ...MORE, ...OPTIONAL], row.name).toEqual(expect.arrayContaining(keys));
      for (const key of ["median_ms", "min_ms", "rate", "limit", "of_limit"] as const)
        expect(row[key], `${row.name}.${key}`).toBeGreaterThan(0);
      expect(row.min_ms).toBeLessThanOrEqual(row.median_ms);
      expect(row.build).toBe(build);
      expect(row.of_limit).toBeCloseTo(row.rate / row.limit, 2);
      expect(JSON.parse(JSON.stringify(row))).toEqual(row);
    }
  });

  it("no row is above its own limit: what one reached, the machine can do", () => {
    for (const row of rows) expect(row.of_limit, row.name).toBeLessThanOrEqual(1);
  });

  it("are right to the rounding of their type", () => {
    for (const row of rows.slice(probes.length)) {
      expect(row.error, `${row.name} ${row.type}`).not.toBeNull();
      expect(row.error, `${row.name} ${row.type}`).toBeLessThan(
        row.name.endsWith("-int8") ? 5e-3 : row.type === "f32" ? 1e-5 : 1e-13,
      );
    }
  });

  it("the table has a line for each, under its build and host", () => {
    const lines = table(rows).split("\n");
    expect(lines[0]).toBe(`build ${build} on here`);
    expect(lines).toHaveLength(rows.length + 2);
    expect(lines.slice(2).map((line) => line.split(" ")[0])).toEqual(rows.map(({ name }) => name));
  });
});

describe("the plain quantizer", () => {
  const [m, n] = [3, 200];
  const w = Float64Array.from({ length: m * n }, (_, i) => Math.sin(i * i));
  const quantized = (steps: number) => {
    const [tables, codes, again] = [new Float64Array(m * 16), new Uint8Array(m * n), new Uint8Array(m * n)];
    quantize(m, n, steps, w, tables, codes);
    nearest(m, n, w, tables, again);
    const off = w.map((v, i) => v - tables[16 * Math.floor(i / n) + codes[i]!]!);
    return { tables, codes, again, squares: off.reduce((sum, v) => sum + v * v, 0), off };
  };
  it("takes the nearest entry of the table", () => {
    const { codes, again, off, tables } = quantized(5);
    expect(codes).toEqual(again);
    off.forEach((v, i) => {
      const row = tables.subarray(16 * Math.floor(i / n), 16 * Math.floor(i / n) + 16);
      expect(Math.abs(v)).toBe(Math.min(...row.map((entry) => Math.abs(w[i]! - entry))));
    });
  });
  it("does better with each step", () => {
    const squares = [0, 1, 2, 5].map((steps) => quantized(steps).squares);
    expect(squares).toEqual([...squares].sort((x, y) => y - x));
    expect(new Set(squares).size).toBe(4);
  });
});

describe("families", () => {
  it("have names in kebab case, and no case twice", () => {
    for (const { name } of families) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    const keys = families.map(({ name, type, sizes }, i) =>
      JSON.stringify([name, type, sizes, name === "bandwidth" && i]),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});

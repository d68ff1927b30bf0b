import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { Row } from "../../bench/case.ts";
import { report } from "../../bench/report.ts";
import { boundOf, sizeOf } from "../../bench/table.ts";

const row = (part: Partial<Row>): Row => ({
  name: "gemm",
  type: "f32",
  build: "simd",
  host: "a <host> & more",
  median_ms: 2,
  min_ms: 1,
  spread: 0.1,
  rate: 30,
  unit: "GFLOP/s",
  limit: 60,
  of_limit: 0.5,
  bound: "peak f32",
  intensity: 40,
  vs_js: 7,
  peers: {},
  error: 1e-7,
  ...part,
});
const rows = [
  row({ name: "peak", rate: 60, of_limit: 1, intensity: null, vs_js: null, error: null }),
  row({ name: "bandwidth", type: "u8", n: 4 << 20, unit: "GB/s", bound: "read 4194304", intensity: null, vs_js: null }),
  row({ m: 5, n: 6, k: 7, peers: { tfjs: 1.5, numpy: 0.8 } }),
  row({ name: "csr-mm", m: 20, n: 30, columns: 8, density: 0.05, intensity: 2, vs_dense: 9, build: "relaxed" }),
];

describe("report", () => {
  const html = report(rows);
  const { document } = parseHTML(html);

  it("has a section for each build and host", () => {
    const headings = [...document.querySelectorAll("h2")].map(({ textContent }) => textContent);
    expect(headings).toEqual(["simd build on a <host> & more", "relaxed build on a <host> & more"]);
  });

  it("draws roofline, parts of the limit and comparison of each", () => {
    for (const section of document.querySelectorAll("section")) {
      expect([...section.querySelectorAll("h3")].map(({ textContent }) => textContent)).toEqual([
        "Roofline, f32",
        "Part of the limit",
        "Compared",
      ]);
      expect(section.querySelectorAll("svg").length).toBeGreaterThanOrEqual(3);
    }
    const dots = document.querySelector("section")?.querySelectorAll("[aria-label=dot] circle, [aria-label=dot] path");
    expect(dots).toHaveLength(1 + 3); // the product on the roofline; js, tfjs and numpy beside it
    expect(document.querySelectorAll("section:first-of-type [aria-label=bar] rect")).toHaveLength(1);
  });

  it("holds each row in a table, and needs nothing from elsewhere", () => {
    expect(document.querySelectorAll("tbody tr")).toHaveLength(rows.length);
    expect(html).toContain("gemm f32 5 x 6 x 7");
    expect(html.replaceAll("http://www.w3.org", "")).not.toMatch(/https?:|<script|<link|@import/);
  });
});

describe("labels", () => {
  it("say sizes and bounds as people do", () => {
    expect(rows.map(sizeOf)).toEqual(["", "4 MiB", "5 x 6 x 7", "20 x 30 5 % 8 columns"]);
    expect(rows.map(boundOf)).toEqual(["peak f32", "read 4 MiB", "peak f32", "peak f32"]);
  });
});

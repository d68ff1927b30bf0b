// The demo from end to end, as a user runs it, and its result against the data by formulas of this file's own.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DemoResult, Row } from "../../src/cli/demo/result.ts";
import { build } from "../instance.ts";
import { inFolder, lanewise, type Outcome, root } from "./command.ts";

const MINUTES = 60_000;
const STEPS = 17;
const SVGS = ["accuracy-size.svg", "lasso-path.svg", "speed.svg"];

let folder: string;
let outcome: Outcome;
let result: DemoResult;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lanewise-"));
  outcome = await lanewise(["demo", "--json", "--repetitions", "1", "--build", build, "--out", join(folder, "out")]);
  if (outcome.code === 0) result = JSON.parse(outcome.stdout) as DemoResult;
}, 4 * MINUTES);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string) => readFileSync(join(folder, "out", name), "utf8");
const row = (name: string) => result.rows.find((r) => r.name === name) as Row;
const count = (name: string, selector: string) =>
  parseHTML(`<body>${file(name)}</body>`).document.querySelectorAll(selector).length;

describe("lanewise demo", () => {
  it("ends with 0, JSON alone on stdout, every step on stderr", () => {
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\{[\s\S]*\}\n$/) });
    const steps = outcome.stderr.trimEnd().split("\n");
    expect(steps).toHaveLength(STEPS);
    for (const [k, step] of steps.entries()) expect(step).toMatch(new RegExp(`^\\[${k + 1}/${STEPS}\\] \\S`));
  });

  it("says what it ran on", () => {
    expect(result.host).toMatchObject({ build, node: process.versions.node, cores: expect.any(Number) });
    expect(result.seed).toBe(1);
    expect(result.pictures).toEqual({ learned: 1347, heldOut: 450 });
  });

  it("has a row a loop, with quality, both times and their ratio", () => {
    expect(result.rows.map(({ name }) => name)).toEqual([
      "Cholesky",
      "Gram-Schmidt",
      "sparse x dense",
      "4-bit quantize",
      "4-bit x vector",
      "soft threshold",
      "lasso (FISTA)",
    ]);
    for (const { milliseconds, plainMilliseconds, ratio, repetitions, size, note } of result.rows) {
      expect(milliseconds).toBeGreaterThan(0);
      expect(plainMilliseconds).toBeGreaterThan(0);
      expect(ratio).toBeCloseTo(plainMilliseconds / milliseconds, 12);
      expect(repetitions).toBe(1);
      expect(size).toMatch(/\d.*f(32|64)/);
      expect(note).not.toBe("");
    }
  });

  it("tells digits apart, dense, pruned and in 4 bits", () => {
    expect(result.reference.oneLayer).toBeGreaterThan(0.95);
    expect(result.reference.twoLayers).toBeGreaterThan(0.95);
    for (const name of ["Cholesky", "Gram-Schmidt", "sparse x dense", "4-bit x vector"])
      expect(row(name).accuracy).toBeGreaterThan(0.95);
    expect(Math.abs((row("Cholesky").accuracy as number) - result.reference.oneLayer)).toBeLessThanOrEqual(2 / 450);
  });

  it("stays near f64", () => {
    // The Gram matrix has condition number 1e4 or so: a readout in f32 is off by that times 6e-8, at most.
    expect(row("Cholesky").error).toBeLessThan(1e-2);
    expect(row("Gram-Schmidt").error).toBeLessThan(1e-2);
    // Sums of some 50, and 512, products.
    expect(row("sparse x dense").error).toBeLessThan(1e-6);
    expect(row("4-bit x vector").error).toBeLessThan(1e-6);
    expect(row("soft threshold").error).toBeLessThan(1e-7);
    expect(row("lasso (FISTA)").error).toBeLessThan(1e-12);
    // 16 levels fitted to a normal sample: the best for the whole distribution leave 0.0095 of the variance (Max, 1960).
    expect(row("4-bit quantize").error ** 2).toBeGreaterThan(0.005);
    expect(row("4-bit quantize").error ** 2).toBeLessThan(0.0125);
  });

  it("counts the bytes of each form of the second layer", () => {
    const entries = 512 * 512;
    const bytes = new Map(result.sizes.map((p) => [`${p.form} ${p.sparsity}`, p.bytes]));
    expect(bytes.get("dense f64 0")).toBe(8 * entries);
    expect(bytes.get("dense f32 0")).toBe(4 * entries);
    expect(bytes.get("4-bit 0")).toBe(entries / 2 + 512 * 16 * 4);
    for (const sparsity of [0.5, 0.8, 0.9, 0.95, 0.98, 0.99])
      expect(bytes.get(`csr ${sparsity}`)).toBe((512 + 1) * 4 + (entries - Math.ceil(sparsity * entries)) * 8);
    expect(result.sizes).toHaveLength(9);
    for (const { accuracy, refitted } of result.sizes) {
      expect(refitted).toBeGreaterThan(0.95);
      expect(accuracy).toBeLessThanOrEqual(1);
    }
  });
});

describe("the lasso of the demo", () => {
  it("is the one scikit-learn finds", () => {
    // Frozen output of scikit-learn 1.2.1:  python3 -c "from sklearn.datasets import load_diabetes as d;
    //   from sklearn.linear_model import Lasso; import numpy as n; X, y = d(return_X_y=True); Z = X * n.sqrt(442);
    //   m = Lasso(alpha=2, tol=1e-14, max_iter=10**6).fit(Z, y); print(m.coef_,
    //   ((y - m.predict(Z))**2).sum() / 884 + 2 * abs(m.coef_).sum())"
    const OBJECTIVE = 1620.5997117191614;
    const expected = [
      0, -7.568198382742983, 24.622831566258416, 13.177846873990013, -2.7168997139607067, 0, -10.053588335936702, 0,
      23.147923012590223, 1.6903714409116395,
    ];
    for (const [j, coefficient] of expected.entries()) expect(result.lasso.coefficients[j]).toBeCloseTo(coefficient, 6);
    expect(result.lasso.objective).toBeCloseTo(OBJECTIVE, 9);
    expect(result.lasso.plainObjective).toBeCloseTo(OBJECTIVE, 9);
    expect(result.lasso.support).toEqual(["sex", "bmi", "bp", "s1", "s3", "s5", "s6"]);
    expect(result.lasso.converged).toBe(true);
  });

  it("meets the optimality conditions all along the path", () => {
    const { Z, y } = standardised();
    const { path } = result.lasso;
    expect(path).toHaveLength(81);
    for (const { lambda, coefficients } of path) {
      const misfit = y.map((target, i) => target - dot(Z[i] as number[], coefficients));
      for (const [j, coefficient] of coefficients.entries()) {
        const correlation = Z.reduce((sum, z, i) => sum + (z[j] as number) * (misfit[i] as number), 0) / y.length;
        if (coefficient === 0) expect(Math.abs(correlation)).toBeLessThanOrEqual(lambda + 1e-6);
        else expect(correlation).toBeCloseTo(lambda * Math.sign(coefficient), 6);
      }
    }
    expect(path[0]?.coefficients).toEqual(new Array(10).fill(0));
    expect((path[0]?.lambda as number) / (path.at(-1)?.lambda as number)).toBeCloseTo(1000, 6);
  });
});

describe("the report", () => {
  it("is a page and three pictures, and no draft", () => {
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["report.html", ...SVGS].sort());
  });

  it.each(SVGS)("%s stands alone and names itself", (name) => {
    const { document } = parseHTML(`<body>${file(name)}</body>`);
    const svg = document.querySelector("svg");
    expect(svg?.getAttribute("xmlns")).toBe("http://www.w3.org/2000/svg");
    expect(svg?.getAttribute("role")).toBe("img");
    for (const id of (svg?.getAttribute("aria-labelledby") ?? "").split(" "))
      expect(document.getElementById(id)?.textContent).toMatch(/\w{3}/);
    expect(file(name)).toContain("prefers-color-scheme: dark");
    expect(file(name)).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("draws a mark a number", () => {
    expect(count("lasso-path.svg", '[aria-label="line"] path')).toBe(10);
    const named = parseHTML(`<body>${file("lasso-path.svg")}</body>`).document.querySelectorAll("text");
    const texts = [...named].map((text) => text.textContent);
    for (const name of result.lasso.names) expect(texts).toContain(name);
    expect(count("speed.svg", '[aria-label="bar"] rect')).toBe(result.rows.length);
    // A pair of dots a sparsity, and one each for f64, f32 and 4-bit.
    expect(count("accuracy-size.svg", '[aria-label="dot"] circle, [aria-label="dot"] path')).toBe(2 * 6 + 3);
  });

  it("holds all pictures and every row, and fetches nothing", () => {
    const html = file("report.html");
    const { document } = parseHTML(html);
    expect(document.querySelectorAll("figure > svg")).toHaveLength(3);
    expect(document.querySelectorAll("tbody tr")).toHaveLength(result.rows.length);
    expect(document.querySelectorAll("script, link, img, iframe")).toHaveLength(0);
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|url\(/);
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

// The same in every build.
describe.runIf(build === "simd")("Ctrl-C", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "%s ends the demo with 130 and leaves no file",
    (signal) =>
      inFolder(async (path) => {
        const out = join(path, "out");
        let sent = false;
        const stopped = await lanewise(["demo", "--out", out, "--build", build], (stderr, kill) => {
          if (sent || !stderr.includes(`[2/${STEPS}]`)) return;
          sent = true;
          kill(signal);
        });
        expect(stopped).toMatchObject({ code: 130, stdout: "" });
        expect(stopped.stderr).not.toContain("Error");
        expect(stopped.stderr).not.toContain(`[${STEPS}/${STEPS}]`);
        expect(existsSync(out)).toBe(false);
      }),
    MINUTES,
  );
});

const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, v, j) => sum + v * (y[j] as number), 0);

/** Rows of the diabetes table with columns of mean 0 and variance 1, and the centred target. */
function standardised(): { Z: number[][]; y: number[] } {
  const lines = readFileSync(join(root, "data/diabetes.csv"), "utf8").trimEnd().split("\n").slice(1);
  const table = lines.map((line) => line.split(",").map(Number));
  const mean = (j: number) => table.reduce((sum, row) => sum + (row[j] as number), 0) / table.length;
  const columns = Array.from({ length: 10 }, (_, j) => {
    const centre = mean(j);
    const spread = Math.sqrt(table.reduce((sum, row) => sum + ((row[j] as number) - centre) ** 2, 0) / table.length);
    return { centre, spread };
  });
  const target = mean(10);
  return {
    Z: table.map((row) => columns.map(({ centre, spread }, j) => ((row[j] as number) - centre) / spread)),
    y: table.map((row) => (row[10] as number) - target),
  };
}

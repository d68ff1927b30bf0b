/**
 * tsx bench/report.ts OUT.html ROWS.json [MORE.json ...]
 *
 * One page of what `--json` wrote, that needs nothing else: for each build and host the roofline, the part of the
 * limit each row reaches, and how it compares with the rest.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Row } from "./case.ts";
import { boundOf, sizeOf } from "./table.ts";

const STYLE = `
  :root { color-scheme: light dark; --paper: light-dark(#fff, #16181c); --ink: light-dark(#1b1e23, #e4e6ea); }
  body { margin: 2rem auto; max-width: 62rem; padding: 0 1rem; background: var(--paper); color: var(--ink);
    font: 15px/1.5 system-ui, sans-serif; }
  h1, h2, h3 { line-height: 1.2; }
  h3 { margin: 2rem 0 0.25rem; }
  p { max-width: 46rem; margin: 0.25rem 0 0.75rem; }
  svg { --plot-background: var(--paper); color: var(--ink); max-width: 100%; height: auto; overflow: visible; }
  figure { margin: 0; }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
  th, td { padding: 0.15rem 0.6rem; text-align: right; border-bottom: 1px solid color-mix(in srgb, var(--ink) 15%, transparent);
    white-space: nowrap; }
  th:first-child, td:first-child { text-align: left; }`;

/** The page, as text. */
export function report(rows: readonly Row[]): string {
  const { document } = parseHTML("<!doctype html><html lang=en><head></head><body></body></html>");
  document.head.innerHTML = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>lanewise bench</title><style>${STYLE}</style>`;
  const add = (parent: Element, tag: string, text = "") => {
    const element = document.createElement(tag);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  add(document.body, "h1", "lanewise bench");
  for (const run of Map.groupBy(rows, ({ build, host }) => `${build} build on ${host}`)) {
    const [heading, own] = run;
    const section = add(document.body, "section");
    add(section, "h2", heading);
    const figure = (title: string, text: string, plot: Plot.PlotOptions) => {
      add(section, "h3", title);
      add(section, "p", text);
      section.append(Plot.plot({ ...plot, document: document as unknown as Document }));
    };
    for (const type of ["f32", "f64"]) {
      const points = own.filter((row) => row.type === type && row.intensity !== null);
      if (points.length > 0) figure(`Roofline, ${type}`, ROOFLINE, roofline(own, points, type));
    }
    const measured = own.filter(({ name }) => name !== "peak" && name !== "bandwidth");
    if (measured.length > 0) figure("Part of the limit", LIMIT, parts(measured));
    const ratios = measured.flatMap(ratiosOf);
    if (ratios.length > 0) figure("Compared", COMPARED, comparison(ratios));
    const scroll = add(section, "div");
    scroll.className = "scroll";
    scroll.innerHTML = tableOf(own);
  }
  return `<!doctype html>\n${document.documentElement.outerHTML}\n`;
}

const ROOFLINE = `Each dot is a row: work a byte that must be moved, against the rate reached. The flat line is the register
  peak, the slopes are read bandwidth at the sizes of the caches and of memory, both measured in the same run.`;
const LIMIT = "The best rate of a row over its limit: the register peak, or the bandwidth at the size of its data.";
const COMPARED = `How many times as long the others take, round by round; right of the line lanewise is faster. js is the
  plain loop over typed arrays, dense and csr our own product with the matrix held dense or in compressed sparse rows.`;

const decimal = (value: number): string => `${value}`;
const labelOf = (row: Row): string => `${row.name} ${row.type} ${sizeOf(row)}`;

function roofline(rows: readonly Row[], points: readonly Row[], type: string): Plot.PlotOptions {
  const peak = Math.max(...rows.filter((row) => row.name === "peak" && row.type === type).map(({ rate }) => rate));
  const slopes = rows.filter((row) => row.name === "bandwidth" && row.bound.startsWith("read"));
  const [low, high] = [0.03, 512];
  const roofs = slopes.flatMap((slope) =>
    [low, peak / slope.rate, high].map((x) => ({ x, y: Math.min(peak, x * slope.rate), of: boundOf(slope) })),
  );
  const stagger = (_: Row, i: number) => low * 1.7 ** (i + 2);
  return {
    width: 900,
    height: 420,
    marginLeft: 56,
    x: { type: "log", label: "operations a byte", domain: [low, high], tickFormat: decimal },
    y: { type: "log", label: "GFLOP/s", grid: true, tickFormat: decimal },
    color: { legend: true },
    marks: [
      ...(Number.isFinite(peak)
        ? [
            Plot.line(roofs, { x: "x", y: "y", z: "of", stroke: "currentColor", strokeOpacity: 0.5 }),
            Plot.text(slopes, {
              x: stagger,
              y: (slope: Row, i: number) => stagger(slope, i) * slope.rate,
              text: boundOf,
              textAnchor: "end",
              dx: -6,
            }),
          ]
        : []),
      Plot.dot(points, {
        x: "intensity",
        y: "rate",
        fill: "name",
        r: 4,
        title: (row: Row) => `${labelOf(row)}: ${row.rate} GFLOP/s`,
      }),
    ],
  };
}

function parts(rows: readonly Row[]): Plot.PlotOptions {
  return {
    width: 900,
    marginLeft: 290,
    marginRight: 90,
    x: {
      label: "part of the limit",
      domain: [0, Math.max(1, ...rows.map(({ of_limit }) => of_limit))],
      grid: true,
      axis: "both",
    },
    y: { label: null, domain: rows.map(labelOf) },
    color: { legend: true, domain: ["peak", "read", "copy"] },
    marks: [
      Plot.barX(rows, { x: "of_limit", y: labelOf, fill: (row: Row) => row.bound.split(" ")[0], title: boundOf }),
      Plot.text(rows, {
        x: "of_limit",
        y: labelOf,
        text: (row: Row) => `${row.rate.toPrecision(3)} ${row.unit}`,
        textAnchor: "start",
        dx: 4,
      }),
      Plot.ruleX([1]),
    ],
  };
}

interface Ratio {
  readonly label: string;
  readonly other: string;
  readonly ratio: number;
}

function ratiosOf(row: Row): Ratio[] {
  const { vs_js: js, vs_dense: dense, vs_csr: csr, peers } = row;
  return Object.entries({ js, dense, csr, ...peers })
    .filter((pair): pair is [string, number] => typeof pair[1] === "number")
    .map(([other, ratio]) => ({ label: labelOf(row), other, ratio }));
}

function comparison(ratios: readonly Ratio[]): Plot.PlotOptions {
  return {
    width: 900,
    marginLeft: 290,
    x: { type: "log", label: "times as long", grid: true, axis: "both", tickFormat: decimal },
    y: { label: null, domain: [...new Set(ratios.map(({ label }) => label))], grid: true },
    color: { legend: true },
    symbol: { legend: true },
    marks: [Plot.ruleX([1]), Plot.dot(ratios, { x: "ratio", y: "label", stroke: "other", symbol: "other", r: 4 })],
  };
}

function tableOf(rows: readonly Row[]): string {
  const head = ["row", "median ms", "min ms", "spread", "rate", "limit", "of limit", "error"];
  const body = rows.map((row) => [
    labelOf(row),
    row.median_ms.toPrecision(3),
    row.min_ms.toPrecision(3),
    `${(100 * row.spread).toFixed(0)} %`,
    `${row.rate.toPrecision(3)} ${row.unit}`,
    `${row.limit.toPrecision(3)} (${boundOf(row)})`,
    row.of_limit.toFixed(2),
    row.error === null ? "" : row.error.toExponential(1),
  ]);
  const line = (tag: string, cells: string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
  return `<table><thead>${line("th", head)}</thead><tbody>${body.map((cells) => line("td", cells)).join("")}</tbody></table>`;
}

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out, ...files] = process.argv.slice(2);
  if (out === undefined || files.length === 0) {
    process.stderr.write("usage: tsx bench/report.ts OUT.html ROWS.json [MORE.json ...]\n");
    process.exitCode = 2;
  } else writeFileSync(out, report(files.flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as Row[])));
}

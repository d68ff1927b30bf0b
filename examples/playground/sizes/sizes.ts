/**
 * Accuracy of the digits' classifier against the size of a layer in many forms.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { size } from "../../../src/cli/text.ts";
import type { Failure } from "../digits/messages.ts";
import { chart, key, type Picture } from "../page/chart.ts";
import { at, say, tableRow, trouble } from "../page/dom.ts";
import { BITS, type Bits, keptOf, PATTERNS, type Point } from "./forms.ts";
import type { Told } from "./worker.ts";

const COLOURS: Record<Bits, string> = {
  32: "var(--fifth)",
  8: "var(--first)",
  4: "var(--second)",
  3: "var(--third)",
  2: "var(--fourth)",
};
const SYMBOLS = { 32: "square", 8: "circle", 4: "triangle", 3: "diamond", 2: "star" } as const;
/** Bytes from 16 KiB to 1.5 MiB. */
const DOMAIN = [2 ** 14, 2 ** 20.6];
const ALL = PATTERNS.length * BITS.length;

/** Starts once the reader comes near. */
export function sizes(): void {
  const points: Point[] = [];
  const which = () =>
    (document.querySelector<HTMLInputElement>("[name=readout]:checked")?.value ?? "accuracy") as Which;
  const { draw } = chart(at("sizes-chart"), (width) => picture(points, which(), width));
  for (const input of document.querySelectorAll("[name=readout]")) input.addEventListener("change", draw);
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      compute(points, draw);
    },
    { rootMargin: "25%" },
  );
  observer.observe(at("sizes"));
}

type Which = "accuracy" | "refitted";

function compute(points: Point[], draw: () => void): void {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  say("sizes-status", "Training the classifier…");
  worker.addEventListener("message", ({ data }: MessageEvent<Told | Failure>) => {
    if (data.kind === "failure") return trouble(data.message);
    if (data.point) {
      points.push(data.point);
      if (points.length < ALL) at("sizes-status").textContent = `${points.length} of ${ALL} forms tried…`;
      at("sizes-rows").append(rowOf(data.point));
      return draw();
    }
    worker.terminate();
    const smallest = points.reduce((a, b) => (b.bytes < a.bytes ? b : a));
    say(
      "sizes-status",
      `${ALL} forms tried, from ${size((points[0] as Point).bytes)} to ${size(smallest.bytes)}, each on 450 held-out digits.`,
    );
  });
}

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

function rowOf(point: Point): HTMLTableRowElement {
  const sparsity = `${Number((100 - (100 * point.keep) / point.group).toFixed(1))} %`;
  return tableRow(
    [keptOf(point), sparsity, `${point.bits}`, size(point.bytes), percent(point.accuracy), percent(point.refitted)],
    2,
  );
}

function picture(points: readonly Point[], y: Which, width: number): Picture {
  const narrow = width < 520;
  const low = y === "accuracy" ? 30 : 94;
  const shown = points.map((p) => ({ ...p, part: 100 * p[y] }));
  const colour = ({ bits }: Point) => COLOURS[bits];
  const tickFormat = (bytes: number) => size(bytes).replace(/\.0+ /, " ");
  return {
    title: "Accuracy against size of the layer",
    description: `${points.length} forms by bits a weight and part of the weights kept. The table below has all numbers.`,
    options: {
      marginLeft: 44,
      marginRight: 16,
      marginTop: 30,
      marginBottom: 44,
      x: {
        type: "log",
        base: 2,
        domain: DOMAIN,
        label: narrow ? "size (log scale) →" : "size of the layer, positions and scales included (log scale) →",
        ticks: (narrow ? [14, 16, 18, 20] : [14, 15, 16, 17, 18, 19, 20]).map((power) => 2 ** power),
        tickFormat,
      },
      y: { label: "↑ held-out digits told right, %", domain: [low, 100], ticks: 7 },
      marks: [
        Plot.gridY({ stroke: "var(--faint)", strokeOpacity: 1, ticks: 7 }),
        Plot.line(shown, { x: "bytes", y: "part", z: "bits", stroke: colour, strokeOpacity: 0.6 }),
        ...BITS.map((bits) =>
          Plot.dot(
            shown.filter((p) => p.bits === bits),
            { x: "bytes", y: "part", fill: COLOURS[bits], symbol: SYMBOLS[bits], r: 5 },
          ),
        ),
        Plot.text(
          shown.filter(({ bits }) => bits === 32),
          { x: "bytes", y: "part", text: keptOf, dx: 9, dy: 9, textAnchor: "start", fill: "var(--quiet)" },
        ),
        ...key(BITS.map((bits) => [`${bits} bits a weight`, { fill: COLOURS[bits], symbol: SYMBOLS[bits] }])),
        Plot.tip(
          shown,
          Plot.pointer({
            x: "bytes",
            y: "part",
            title: (p: Point & { part: number }) =>
              `${keptOf(p)} weights kept, ${p.bits} bits\n${size(p.bytes)}\n${p.part.toFixed(1)} % told right`,
            fill: "var(--paper)",
          }),
        ),
      ],
    },
  };
}

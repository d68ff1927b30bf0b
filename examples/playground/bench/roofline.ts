/**
 * The roofline: what a kernel reaches, under what the machine could do at its operations a byte.
 *
 * Williams, Waterman and Patterson, "Roofline: An Insightful Visual Performance Model for Multicore Architectures",
 * Communications of the ACM 52 (2009) 65-76.
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { Row } from "../../../bench/case.ts";
import { three } from "../../../src/cli/text.ts";
import { decimal, key, type Picture } from "../page/chart.ts";
import { pointsOf, roofsOf } from "./cases.ts";

const INTENSITY: [number, number] = [0.06, 512];
const RATES = [0.01, 0.1, 1, 10, 100, 1000];
const MARGINS = { marginLeft: 48, marginRight: 20, marginTop: 30, marginBottom: 44 };

/** Draws what is measured so far. */
export function roofline(rows: readonly Row[], width: number, height: number): Picture {
  const narrow = width < 560;
  const { peak, slopes } = roofsOf(rows);
  const points = pointsOf(rows);
  const [low, high] = INTENSITY;
  const roof = slopes.flatMap(({ name, rate }) =>
    [low, peak / rate, high].map((x) => ({ x, y: Math.min(peak, x * rate), name })),
  );
  const rates = points.flatMap(({ rate, plain }) => [rate, plain]);
  const rate: [number, number] = [Math.min(0.1, ...rates.map((v) => v / 2)), Math.max(100, 1.6 * peak)];
  const powers = RATES.filter((v) => v >= rate[0] && v <= rate[1]);
  const across = (width - MARGINS.marginLeft - MARGINS.marginRight) / Math.log(high / low);
  const up = (height - MARGINS.marginTop - MARGINS.marginBottom) / Math.log(rate[1] / rate[0]);
  const rotate = (-180 / Math.PI) * Math.atan2(up, across);
  return {
    title: "Roofline of this browser",
    description:
      points.length === 0
        ? "Nothing is measured yet."
        : `Peak ${three(peak)} GFLOP/s. ${points.map((p) => `${p.name}: ${three(p.rate)} GFLOP/s, plain JavaScript ${three(p.plain)}`).join("; ")}.`,
    options: {
      ...MARGINS,
      x: {
        type: "log",
        domain: INTENSITY,
        label: "operations a byte that must be moved →",
        ticks: narrow ? [0.1, 1, 10, 100] : [0.1, 0.3, 1, 3, 10, 30, 100, 300],
        tickFormat: decimal,
      },
      y: {
        type: "log",
        domain: rate,
        label: "↑ GFLOP/s",
        ticks: powers,
        tickFormat: decimal,
      },
      marks: [
        Plot.gridY(powers, { stroke: "var(--faint)", strokeOpacity: 1 }),
        Plot.line(roof, { x: "x", y: "y", z: "name", stroke: "var(--quiet)", strokeWidth: 1.5 }),
        Plot.text(peak > 0 ? [peak] : [], {
          x: () => high,
          y: (v) => v,
          text: (v) => `registers: ${three(v)} GFLOP/s`,
          textAnchor: "end",
          dy: -9,
          fill: "var(--quiet)",
        }),
        Plot.text(slopes, {
          x: low * 1.15,
          y: ({ rate }) => low * 1.15 * rate,
          text: ({ name, rate }) => `${name}: ${three(rate)} GB/s`,
          textAnchor: "start",
          rotate,
          dy: -7,
          fill: "var(--quiet)",
        }),
        Plot.link(points, {
          x: "intensity",
          y1: "plain",
          y2: "rate",
          stroke: "var(--faint)",
          strokeWidth: 2,
        }),
        Plot.dot(points, {
          x: "intensity",
          y: "plain",
          stroke: "var(--second)",
          fill: "var(--paper)",
          strokeWidth: 2,
          r: 5,
        }),
        Plot.dot(points, { x: "intensity", y: "rate", fill: "var(--first)", r: 6 }),
        ...points.map((point) =>
          Plot.text([point], {
            x: "intensity",
            y: "rate",
            text: "name",
            dy: -15,
            textAnchor: point.intensity > 60 ? "end" : "middle",
            fontWeight: 600,
            fill: "var(--ink)",
            stroke: "var(--paper)",
            strokeWidth: 4,
          }),
        ),
        Plot.text(points.length === 0 ? ["nothing is measured yet"] : [], {
          frameAnchor: "middle",
          text: (v) => v,
          fill: "var(--quiet)",
        }),
        ...key([
          ["lanewise", { fill: "var(--first)" }],
          ["plain JavaScript", { fill: "var(--paper)", stroke: "var(--second)", strokeWidth: 2 }],
        ]),
      ],
    },
  };
}

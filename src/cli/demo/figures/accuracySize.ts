/**
 * Accuracy on the held-out pictures against the bytes of the second layer's weights.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { size } from "../../text.ts";
import type { DemoResult } from "../result.ts";
import { figure } from "./figure.ts";

const series = (y: "accuracy" | "refitted", fill: string) =>
  ({ x: "bytes", y, fill, textAnchor: "start", fontWeight: 600 }) as const;

/** Draws it: a pair of dots a sparsity, before and after the readout is fitted again, and one dot a dense form. */
export function accuracySizeFigure({ sizes, pictures }: DemoResult): string {
  const pruned = sizes.filter(({ form }) => form === "csr");
  const whole = sizes.filter(({ form }) => form !== "csr");
  return figure(
    {
      width: 760,
      height: 420,
      marginTop: 40,
      marginBottom: 48,
      marginLeft: 48,
      marginRight: 36,
      x: {
        type: "log",
        base: 2,
        label: "size of the layer's 512 x 512 weights, indices and tables included (log scale) →",
        domain: [2 ** 14, 2 ** 21.2],
        ticks: [14, 15, 16, 17, 18, 19, 20, 21].map((power) => 2 ** power),
        tickFormat: (bytes: number) => size(bytes).replace(/\.0+ /, " "),
      },
      y: { label: `↑ part of ${pictures.heldOut} held-out pictures told right`, domain: [0, 1], ticks: 5 },
      marks: [
        Plot.gridY({ stroke: "var(--faint)", strokeOpacity: 1, ticks: 5 }),
        Plot.ruleY([0.1], { stroke: "var(--quiet)", strokeDasharray: "2 3" }),
        Plot.text([0.1], { y: (v) => v, frameAnchor: "right", text: () => "guessing", dy: -8, fill: "var(--quiet)" }),
        Plot.link(pruned, { x: "bytes", y1: "accuracy", y2: "refitted", stroke: "var(--faint)", strokeWidth: 1.5 }),
        Plot.line(pruned, { x: "bytes", y: "refitted", stroke: "var(--first)" }),
        Plot.line(pruned, { x: "bytes", y: "accuracy", stroke: "var(--second)" }),
        Plot.dot(pruned, { x: "bytes", y: "refitted", fill: "var(--first)", r: 4 }),
        Plot.dot(pruned, { x: "bytes", y: "accuracy", fill: "var(--second)", r: 4 }),
        Plot.text(pruned, {
          x: "bytes",
          y: "accuracy",
          text: ({ sparsity }) => `${sparsity * 100} %`,
          dy: 15,
          fill: "var(--quiet)",
        }),
        Plot.dot(whole, { x: "bytes", y: "accuracy", symbol: "square", fill: "var(--ink)", r: 5 }),
        Plot.text(whole, { x: "bytes", y: "accuracy", text: "form", dy: -14, fill: "var(--ink)", fontWeight: 600 }),
        Plot.text(pruned.slice(-1), {
          ...series("refitted", "var(--first)"),
          text: () => "pruned, readout fitted again",
          dx: -4,
          dy: -14,
        }),
        Plot.text(pruned.slice(1, 2), {
          ...series("accuracy", "var(--second)"),
          text: () => "pruned, readout as it was",
          dx: 24,
          dy: 10,
        }),
      ],
    },
    {
      id: "accuracy-size",
      title: "Accuracy against size of the second layer",
      description: sizes
        .map(
          (p) =>
            `${p.form}${p.form === "csr" ? ` ${p.sparsity * 100} %` : ""}: ${size(p.bytes)}, ${p.accuracy.toFixed(4)}, refitted ${p.refitted.toFixed(4)}`,
        )
        .join("; "),
    },
  );
}

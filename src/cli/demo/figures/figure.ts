/**
 * A plot as an SVG text that stands alone: named for screen readers, light or dark as the reader's system is.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** What every figure has besides its marks. */
export interface Caption {
  /** Prefix of the ids of the title and description. */
  readonly id: string;
  readonly title: string;
  /** What a reader who does not see the figure should know. */
  readonly description: string;
}

/** Colours by role, light then dark; --first and --second stay apart for colour-blind readers. */
const STYLE = `
.figure { --paper: #ffffff; --ink: #1c2430; --quiet: #66707c; --faint: #d7dce2; --first: #0a66b7; --second: #b8480b;
  --plot-background: var(--paper); background: var(--paper); color: var(--ink); }
@media (prefers-color-scheme: dark) {
  .figure { --paper: #14181e; --ink: #e5e9ee; --quiet: #98a3b0; --faint: #343c47; --first: #62b0f5; --second: #f2935a; }
}
.figure [aria-label$="axis tick"] { stroke: var(--quiet); }`;

/** Draws a plot. */
export function figure(options: Plot.PlotOptions, { id, title, description }: Caption): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg = Plot.plot({
    ...options,
    document: document as unknown as Document,
    className: "figure",
    style: { fontSize: "12px" },
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-labelledby", `${id}-title ${id}-description`);
  const add = (name: string, text: string, key?: string) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    if (key) element.setAttribute("id", `${id}-${key}`);
    element.textContent = text;
    svg.insertBefore(element as unknown as Node, svg.firstChild);
  };
  add("desc", description, "description");
  add("title", title, "title");
  const style = svg.querySelector("style");
  if (style) style.textContent += STYLE;
  return svg.outerHTML;
}

/**
 * Pictures that fit the page: drawn again when their place changes its width, named for those who do not see them.
 * @module
 */
import * as Plot from "@observablehq/plot";

/** A picture, and what it says. */
export interface Picture {
  readonly options: Plot.PlotOptions;
  readonly title: string;
  /** What a reader who does not see it should know. */
  readonly description: string;
}

/** Draws what `make` gives for the width and height there are, now and whenever these change or `draw` is called. */
export function chart(place: HTMLElement, make: (width: number, height: number) => Picture): { draw(): void } {
  let asked = 0;
  const draw = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => {
      const { clientWidth: width, clientHeight: height } = place;
      if (width === 0) return;
      const { options, title, description } = make(width, height);
      const svg = Plot.plot({ ...options, width, height, className: "plot", style: { fontSize: "12px" } });
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", `${title}. ${description}`);
      for (const mark of svg.querySelectorAll("[aria-label]")) {
        mark.setAttribute("data-mark", mark.getAttribute("aria-label") as string);
        mark.removeAttribute("aria-label"); // no more than "dot", and not allowed inside a picture
      }
      place.replaceChildren(svg);
    });
  };
  new ResizeObserver(draw).observe(place);
  return { draw };
}

/** A label of a scale in powers of ten: 0.001 to 1000 in full. */
export const decimal = (value: number): string => `${value}`;

/** Names of marks, in the corner at the bottom right. */
export function key(entries: readonly (readonly [name: string, dot: Plot.DotOptions])[]): Plot.Markish[] {
  return entries.flatMap(([name, dot], i) => {
    const place = { frameAnchor: "bottom-right", dy: -14 - 19 * (entries.length - 1 - i) } as const;
    return [
      Plot.dot([name], { r: 5, ...dot, ...place, dx: -112 }),
      Plot.text([name], {
        ...place,
        dx: -100,
        text: (v) => v,
        textAnchor: "start",
        lineAnchor: "middle",
        fill: "var(--ink)",
      }),
    ];
  });
}

/**
 * A small writer of charts as SVG: one frame, axes with ticks, lines, bars of error and labels. Its colours follow the reader's
 * light or dark page.
 * @module
 */
import { log } from "../core/elementary.ts";

/** What a line at x, y is drawn through. */
export type Points = readonly (readonly [x: number, y: number])[];

/** Eight colours told apart in either mode, also by those who see few. */
const LIGHT = ["#0072b2", "#d55e00", "#007a5a", "#a8568a", "#8a6d00", "#4b5fb5", "#b03a48", "#4d4d4d"];
const DARK = ["#56b4e9", "#ff9d5c", "#3fd0a4", "#e39ac8", "#f0d25a", "#a3b4ff", "#ff8f98", "#c8c8c8"];

const colours = (of: readonly string[]): string => of.map((value, k) => `.c${k}{--c:${value}}`).join("");

/** The size of a chart and the room of its labels. */
export const SIZE = { width: 720, height: 330, left: 64, right: 110, top: 34, bottom: 46 } as const;

const plain = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c] ?? "&quot;");

const short = (value: number): string => String(Number(value.toFixed(2)));

/** Round numbers over a range, about `count` of them. */
export function ticks(low: number, high: number, count = 5): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / count;
  let unit = 1;
  while (unit > rough) unit /= 10;
  while (unit * 10 <= rough) unit *= 10;
  const step = [1, 2, 5, 10].map((factor) => factor * unit).find((value) => value >= rough) as number;
  const found: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) found.push(k * step);
  return found;
}

/** The logarithm by 10. */
export const log10 = (x: number): number => log(x) / Math.LN10;

/** One chart: x runs from `x[0]` at the left to `x[1]`, either way round. */
export class Chart {
  readonly #parts: string[] = [];
  constructor(
    private readonly x: readonly [number, number],
    private readonly y: readonly [number, number],
    private readonly down: number,
  ) {}

  /** Where x lies, in pixels. */
  at(x: number): number {
    const [from, to] = this.x;
    const part = to === from ? 0.5 : (x - from) / (to - from);
    return SIZE.left + part * (SIZE.width - SIZE.left - SIZE.right);
  }

  /** Where y lies, in pixels. */
  up(y: number): number {
    const [low, high] = this.y;
    const part = high === low ? 0.5 : (y - low) / (high - low);
    return this.down + SIZE.height - SIZE.bottom - part * (SIZE.height - SIZE.top - SIZE.bottom);
  }

  /** Frame, grid and labels. */
  axes(title: string, xLabel: string, yLabel: string): this {
    const [left, right, top, bottom] = [
      SIZE.left,
      SIZE.width - SIZE.right,
      this.down + SIZE.top,
      this.down + SIZE.height - SIZE.bottom,
    ];
    for (const value of ticks(this.y[0], this.y[1])) {
      const y = short(this.up(value));
      this.#parts.push(`<path class="grid" d="M${left} ${y}H${right}"/>`);
      this.#parts.push(
        `<text class="tick" x="${left - 8}" y="${y}" dy=".32em" text-anchor="end">${Number(value.toPrecision(6))}</text>`,
      );
    }
    for (const value of decades(this.x)) {
      const x = short(this.at(value.at));
      this.#parts.push(`<path class="axis" d="M${x} ${bottom}v5"/>`);
      this.#parts.push(`<text class="tick" x="${x}" y="${bottom + 19}" text-anchor="middle">${value.label}</text>`);
    }
    const [middle, centre] = [(left + right) / 2, (top + bottom) / 2];
    this.#parts.push(
      `<path class="axis" d="M${left} ${top}V${bottom}H${right}"/>`,
      `<text class="title" x="${left}" y="${top - 14}">${plain(title)}</text>`,
      `<text x="${middle}" y="${bottom + 38}" text-anchor="middle">${plain(xLabel)}</text>`,
      `<text transform="translate(${left - 48} ${centre}) rotate(-90)" text-anchor="middle">${plain(yLabel)}</text>`,
    );
    return this;
  }

  /** A line in one of the colours, told apart by its title where a pointer rests on it. */
  line(points: Points, colour: number, title: string): this {
    const path = points.map(([x, y], k) => `${k ? "L" : "M"}${short(this.at(x))} ${short(this.up(y))}`).join("");
    this.#parts.push(`<path class="line c${colour % LIGHT.length}" d="${path}"><title>${plain(title)}</title></path>`);
    return this;
  }

  /** A bar from low to high with a dot between. */
  bar(x: number, low: number, y: number, high: number): this {
    const [at, from, to] = [short(this.at(x)), short(this.up(low)), short(this.up(high))];
    this.#parts.push(`<path class="bar" d="M${at} ${from}V${to}m-3 0h6M${short(this.at(x) - 3)} ${from}h6"/>`);
    this.#parts.push(`<circle class="c0 dot" cx="${at}" cy="${short(this.up(y))}" r="3"/>`);
    return this;
  }

  /** A dashed line upright, with a label at its top. */
  mark(x: number, label: string, row = 0): this {
    const at = this.at(x);
    const [top, bottom] = [this.down + SIZE.top, this.down + SIZE.height - SIZE.bottom];
    const beyond = at > SIZE.width - SIZE.right - 90;
    this.#parts.push(`<path class="mark" d="M${short(at)} ${top}V${bottom}"/>`);
    this.#parts.push(
      `<text class="tick halo" x="${short(at + (beyond ? -5 : 5))}" y="${top + 11 + 15 * row}"${beyond ? ' text-anchor="end"' : ""}>${plain(label)}</text>`,
    );
    return this;
  }

  /** Labels at the right end, moved apart. */
  labels(of: readonly { y: number; colour: number; text: string }[]): this {
    let free = this.down + SIZE.top;
    for (const { y, colour, text } of [...of].sort((a, b) => b.y - a.y)) {
      const at = Math.max(this.up(y), free);
      free = at + 14;
      this.#parts.push(
        `<text class="tick name c${colour % LIGHT.length}" x="${SIZE.width - SIZE.right + 8}" y="${short(at)}" dy=".32em">${plain(text)}</text>`,
      );
    }
    return this;
  }

  /** What has been drawn. */
  toString(): string {
    return this.#parts.join("\n");
  }
}

/** Powers of ten within a range of logarithms, or round numbers between where there are fewer than two. */
function decades([from, to]: readonly [number, number]): { at: number; label: string }[] {
  const [low, high] = from < to ? [from, to] : [to, from];
  const whole = ticks(low, high, Math.min(8, Math.max(1, Math.floor(high - low)))).filter(Number.isInteger);
  if (whole.length >= 2)
    return whole.map((at) => ({ at, label: `10<tspan dy="-5" font-size="9">${String(at).replace("-", "−")}</tspan>` }));
  return ticks(low, high).map((at) => ({
    at,
    label: `10<tspan dy="-5" font-size="9">${String(Number(at.toFixed(3))).replace("-", "−")}</tspan>`,
  }));
}

/** The document of charts one below the other. */
export function svg(charts: readonly Chart[], title: string): string {
  const height = SIZE.height * charts.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${height}" width="${SIZE.width}" height="${height}" role="img">
<title>${plain(title)}</title>
<style>
svg{--paper:#fff;--ink:#1b1e23;--faint:#1b1e2322;font:12px system-ui,sans-serif}${colours(LIGHT)}
@media (prefers-color-scheme:dark){svg{--paper:#16181c;--ink:#e4e6ea;--faint:#e4e6ea2b}${colours(DARK)}}
text{fill:var(--ink)}.title{font-size:14px;font-weight:600}.tick{font-size:11px}.name{fill:var(--c)}
.halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px}
.axis{stroke:var(--ink);fill:none}.grid{stroke:var(--faint)}.mark{stroke:var(--ink);stroke-dasharray:4 3;opacity:.7}
.line{fill:none;stroke:var(--c);stroke-width:1.75;stroke-linejoin:round}.bar{stroke:var(--ink);opacity:.55;fill:none}.dot{fill:var(--c)}
</style>
<rect width="100%" height="100%" style="fill:var(--paper)"/>
${charts.join("\n")}
</svg>
`;
}

/**
 * Strokes of a pen as the 8 x 8 pictures the classifiers learned from: those were scaled to their box on a grid of 32 x 32,
 * drawn black or white, and each of their pixels counts the black ones of a 4 x 4 block (see data/README.md).
 * @module
 */

/** A place on the drawing area, whose edges are 0 and 1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the pen went between coming down and going up. */
export type Stroke = readonly Point[];

const GRID = 32;
/** The widest a digit gets on the grid; its height is always the grid's. */
const WIDEST = 26;
/** Black places of an average digit of the data: 19.5 of its 64 pixels. */
const INK = 312;
/** Least and greatest radius of the pen that is tried to come to it. */
const RADII = [1.4, 5] as const;

/** 64 numbers from 0 to 16, row by row; zeros where there is nothing. */
export function pixels(strokes: readonly Stroke[]): Float64Array {
  const drawn = strokes.map(thinned).filter((stroke) => stroke.length > 0);
  if (drawn.length === 0) return new Float64Array(64);
  let [low, high]: [number, number] = [...RADII];
  for (let round = 0; round < 6; round++) {
    const middle = (low + high) / 2;
    if (black(drawn, middle).reduce((sum, v) => sum + v, 0) < INK) low = middle;
    else high = middle;
  }
  const grid = black(drawn, high);
  const out = new Float64Array(64);
  for (const [p, v] of grid.entries()) {
    const block = (p >> 7) * 8 + ((p % GRID) >> 2);
    out[block] = (out[block] as number) + v;
  }
  return out;
}

/** Without points that are hardly apart. */
function thinned(stroke: Stroke): Stroke {
  let last: Point | undefined;
  return stroke.filter((point, i) => {
    const far = !last || i === stroke.length - 1 || Math.hypot(point.x - last.x, point.y - last.y) > 0.02;
    if (far) last = point;
    return far;
  });
}

/** The grid, 1 where a pen of that radius passed once the strokes are scaled to their box. */
function black(strokes: readonly Stroke[], radius: number): Uint8Array {
  const all = strokes.flat();
  const [left, right] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))];
  const free = (size: number, extent: number) => (size - 2 * radius) / Math.max(extent, 1e-6);
  const scale = Math.min(free(GRID, Math.max(bottom - top, 0.1)), free(WIDEST, Math.max(right - left, 0.05)));
  const onGrid = ({ x, y }: Point): Point => ({
    x: GRID / 2 + (x - (left + right) / 2) * scale,
    y: GRID / 2 + (y - (top + bottom) / 2) * scale,
  });
  const grid = new Uint8Array(GRID * GRID);
  for (const stroke of strokes) {
    const points = stroke.map(onGrid);
    for (const [i, to] of points.entries()) blacken(grid, points[Math.max(0, i - 1)] as Point, to, radius);
  }
  return grid;
}

/** Places whose centre is within the radius of the way from one point to another. */
function blacken(grid: Uint8Array, from: Point, to: Point, radius: number): void {
  const range = (a: number, b: number): [number, number] => [
    Math.max(0, Math.floor(Math.min(a, b) - radius)),
    Math.min(GRID - 1, Math.ceil(Math.max(a, b) + radius)),
  ];
  const [x0, x1] = range(from.x, to.x);
  const [y0, y1] = range(from.y, to.y);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy;
  for (let y = y0; y <= y1; y++)
    for (let x = x0; x <= x1; x++) {
      const [px, py] = [x + 0.5 - from.x, y + 0.5 - from.y];
      const along = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square));
      if ((px - along * dx) ** 2 + (py - along * dy) ** 2 <= radius * radius) grid[y * GRID + x] = 1;
    }
}

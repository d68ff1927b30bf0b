// The register tile of the dense product, per build. V8 11 (Node 20) spills above 4 x 2 vectors;
// with one instruction a multiply-add, 6 x 2 fits in the 16 registers: 12 sums, 2 of B, 1 of A.

import { fused, lanes } from "./lane";

/** Rows of the tile. */
// @ts-ignore: decorator
@inline export function tileRows(): usize { return fused() ? 6 : 4; }

/** Columns of the tile: two vectors. */
// @ts-ignore: decorator
@inline export function tileCols<T>(): usize { return 2 * lanes<T>(); }

/** Depth of a packed panel: tileCols<T>() * DEPTH elements of B stay in the first-level cache. */
export const DEPTH: usize = 256;

/** Rows of A packed at a time: 120 x DEPTH elements stay in the second-level cache. A multiple of 4 and 6. */
export const ROWS: usize = 120;

/** Columns of B packed at a time: DEPTH x COLS elements stay in the last-level cache. */
export const COLS: usize = 1024;

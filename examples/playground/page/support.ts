/**
 * What the browser must have.
 * @module
 */

/** A module whose only function gives a vector: i32.const 0, i8x16.splat. */
// biome-ignore format: one section a line
const PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0,
  1, 5, 1, 96, 0, 1, 123,
  3, 2, 1, 0,
  10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
]);

/** What the reader is told where the page cannot run, or nothing. */
export function missing(): string | undefined {
  if (typeof WebAssembly === "undefined")
    return "This browser has no WebAssembly, or it is switched off. The page computes with it and cannot run.";
  if (!WebAssembly.validate(PROBE))
    return "This browser's WebAssembly has no SIMD, which all kernels use. It is in Chrome and Edge 91, Firefox 89, Safari 16.4 and all that came after them.";
  if (typeof Worker === "undefined") return "This browser has no Web Workers, in which the page computes.";
  return undefined;
}

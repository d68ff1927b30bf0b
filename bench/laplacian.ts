/** The Laplacian of a grid. */
import type { Floats, Real } from "../src/core/types.ts";

/** Five points on side x side nodes, and b with A*(1, ..., 1) = b. */
export function laplacian(side: number, type: Real) {
  const indptr = new Uint32Array(side * side + 1);
  const indices: number[] = [];
  const numbers: number[] = [];
  const b: number[] = [];
  for (let i = 0; i < side * side; i++) {
    const [row, col] = [Math.floor(i / side), i % side];
    const near = [row > 0, col > 0, true, col < side - 1, row < side - 1];
    for (const [place, step] of [-side, -1, 0, 1, side].entries()) {
      if (!near[place]) continue;
      indices.push(i + step);
      numbers.push(step === 0 ? 4 : -1);
    }
    b.push(5 - near.filter(Boolean).length);
    indptr[i + 1] = indices.length;
  }
  const floats = (of: number[]): Floats => (type === "f32" ? Float32Array.from(of) : Float64Array.from(of));
  return { n: side * side, indptr, indices: Uint32Array.from(indices), values: floats(numbers), b: floats(b) };
}

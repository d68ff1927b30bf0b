// Proximal operators, from their formulas.

/** sign(x_i) max(|x_i| - tau, 0): what minimises tau |u| + (u - x_i)^2 / 2. */
export const softThreshold = (x: readonly number[], tau: number): number[] =>
  x.map((v) => Math.sign(v) * Math.max(Math.abs(v) - tau, 0));

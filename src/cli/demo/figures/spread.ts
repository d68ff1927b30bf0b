/**
 * Labels beside the ends of lines, none over another.
 * @module
 */

/** Heights near the given ones, at least `gap` apart, in the same order. */
export function spread(heights: readonly number[], gap: number): number[] {
  const order = heights.map((_, j) => j).sort((a, b) => (heights[a] as number) - (heights[b] as number));
  const placed = [...heights];
  for (let round = 0; round < 100; round++) {
    let moved = false;
    for (let k = 1; k < order.length; k++) {
      const [below, above] = [order[k - 1] as number, order[k] as number];
      const lack = gap - ((placed[above] as number) - (placed[below] as number));
      if (lack <= gap * 1e-6) continue;
      placed[below] = (placed[below] as number) - lack / 2;
      placed[above] = (placed[above] as number) + lack / 2;
      moved = true;
    }
    if (!moved) break;
  }
  return placed;
}

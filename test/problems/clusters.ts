// Three clusters in the plane and a rare fourth: uniform samples miss the last.
import type { Random } from "../../src/index.ts";

/** n points of two numbers; a fiftieth of them about (4, 4). */
export function clusters(random: Random, n: number): Float64Array {
  const noise = random.normal(2 * n);
  const which = random.uniform(n);
  const points = noise.toArray().map((v, e) => {
    const u = which.data[e >> 1]!;
    const [x, y] = u < 0.02 ? [4, 4] : u < 0.35 ? [0, 0] : u < 0.68 ? [4, 0] : [0, 4];
    return 0.3 * v + (e % 2 === 0 ? x : y);
  });
  noise.dispose();
  which.dispose();
  return Float64Array.from(points);
}

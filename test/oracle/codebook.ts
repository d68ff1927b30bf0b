// Weighted k-means of numbers on a line, slowly: all splits of the sorted values, and the groups they are scaled by.

/** The least sum of weights times squared distances to k centres, over all ways to cut the sorted values in k runs. */
export function leastCost(z: readonly number[], weights: readonly number[], k: number): number {
  const order = Array.from(z.keys()).sort((a, b) => z[a]! - z[b]!);
  const [v, w] = [order.map((j) => z[j]!), order.map((j) => weights[j]!)];
  const n = v.length;
  // cost[i][j]: of the values i to j - 1 as one cluster, by two passes.
  const cost = (i: number): number[] => {
    const row = new Array<number>(n + 1).fill(0);
    let [total, mean, spread] = [0, 0, 0];
    for (let j = i; j < n; j++) {
      if (w[j]! > 0) {
        const next = total + w[j]!;
        const d = v[j]! - mean;
        spread += (w[j]! * total * d * d) / next;
        mean += (d * w[j]!) / next;
        total = next;
      }
      row[j + 1] = spread;
    }
    return row;
  };
  const rows = Array.from({ length: n }, (_, i) => cost(i));
  let best = Array.from({ length: n + 1 }, (_, j) => (j === 0 ? 0 : Number.POSITIVE_INFINITY));
  for (let c = 0; c < k; c++) {
    const next = best.slice();
    for (let j = 1; j <= n; j++) for (let i = 0; i < j; i++) next[j] = Math.min(next[j]!, best[i]! + rows[i]![j]!);
    best = next;
  }
  return best[n]!;
}

/** The sum of weights times squared distances to the nearest entry. */
export function costOf(z: readonly number[], weights: readonly number[], table: readonly number[]): number {
  return z.reduce((sum, v, j) => sum + weights[j]! * Math.min(...table.map((t) => (v - t) ** 2)), 0);
}

/** Scale, offset and scaled numbers of one group. */
export function scaled(w: readonly number[], levels: number, symmetric: boolean) {
  const [low, high] = [Math.min(...w), Math.max(...w)];
  const range = symmetric ? Math.max(...w.map(Math.abs)) : (high - low) / (levels - 1);
  const [scale, offset] = [range > 0 ? range : 1, symmetric ? 0 : low];
  return { scale, offset, z: w.map((v) => (v - offset) / scale) };
}

/** One step of Lloyd's: every centre to the weighted mean of the values nearest to it; one without values stays. */
export function lloydStep(z: readonly number[], weights: readonly number[], centres: readonly number[]): number[] {
  const sums = centres.map(() => [0, 0] as [number, number]);
  for (const [j, v] of z.entries()) {
    const distances = centres.map((c) => Math.abs(v - c));
    const nearest = distances.indexOf(Math.min(...distances));
    sums[nearest]![0] += weights[j]!;
    sums[nearest]![1] += weights[j]! * v;
  }
  return centres.map((c, i) => (sums[i]![0] > 0 ? sums[i]![1] / sums[i]![0] : c));
}

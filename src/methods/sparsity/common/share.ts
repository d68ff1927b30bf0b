/**
 * Dividing a number of weights among layers that can hold only so many.
 * @module
 */

/**
 * Shares `total` in proportion to `weights`, no share above its limit: share_l = min(limit_l, eps * weight_l), with the
 * eps that makes their sum `total`, which is at most that of the limits.
 */
export function share(limits: readonly number[], weights: readonly number[], total: number): number[] {
  const full = new Set<number>();
  for (;;) {
    let [left, weight] = [total, 0];
    limits.forEach((limit, l) => {
      if (full.has(l)) left -= limit;
      else weight += weights[l] as number;
    });
    const eps = weight === 0 ? 0 : left / weight;
    const shares = limits.map((limit, l) => (full.has(l) ? limit : eps * (weights[l] as number)));
    // Filling what would overflow leaves more for the others: eps rises, so that what is full stays so.
    const before = full.size;
    shares.forEach((part, l) => {
      if (part > (limits[l] as number)) full.add(l);
    });
    if (full.size === before) return shares;
  }
}

/** Integers with the sum `total`, each a share rounded down or up: up where most is left over, the first of equals first. */
export function apportion(shares: readonly number[], limits: readonly number[], total: number): number[] {
  const counts = shares.map((part, l) => Math.min(limits[l] as number, Math.floor(part)));
  const remainder = (l: number) => (shares[l] as number) - (counts[l] as number);
  const open = [...counts.keys()].filter((l) => (counts[l] as number) < (limits[l] as number));
  open.sort((a, b) => remainder(b) - remainder(a) || a - b);
  const missing = total - counts.reduce((a, b) => a + b, 0);
  for (const l of open.slice(0, missing)) counts[l] = (counts[l] as number) + 1;
  return counts;
}

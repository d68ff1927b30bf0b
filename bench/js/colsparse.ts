/** Plain loop: y = A*x over the columns whose element of x is not zero. */
import type { Floats } from "../../src/core/types.ts";

/** y = A*x; w: A by columns, of m elements each. */
export function columnsMv(m: number, n: number, w: Floats, x: Floats, y: Floats): void {
  y.fill(0);
  for (let j = 0; j < n; j++) {
    const v = x[j] as number;
    if (v === 0) continue;
    for (let i = 0, p = j * m; i < m; i++, p++) y[i] = (y[i] as number) + v * (w[p] as number);
  }
}

// ||x - y||_2 / ||y||_2

/** How far x is from y, relative to y. */
export function distance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let above = 0;
  let below = 0;
  for (let i = 0; i < y.length; i++) {
    above += ((x[i] as number) - (y[i] as number)) ** 2;
    below += (y[i] as number) ** 2;
  }
  return Math.sqrt(above / below);
}

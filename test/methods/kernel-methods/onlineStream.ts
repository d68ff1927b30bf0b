// Rounds for the tests of online kernel regression, and the kernel by its formula.
import { lw } from "../../instance.ts";

/** T points of [-1, 1]^2, and clip(sin(3 x1) / 2 + 0.3 x2^2 + noise) for each. */
export function stream(T: number): { x: number[][]; y: number[] } {
  return lw.scope(() => {
    const random = lw.random(11);
    const u = random.uniform(2 * T).toArray();
    const noise = random.normal(T).toArray();
    const x = Array.from({ length: T }, (_, i) => [2 * u[2 * i]! - 1, 2 * u[2 * i + 1]! - 1]);
    const y = x.map(([p, q], i) => 0.5 * Math.sin(3 * p!) + 0.3 * q! ** 2 + 0.05 * noise[i]!);
    return { x, y: y.map((v) => Math.max(-1, Math.min(1, v))) };
  });
}

/** e^(-|x - y|^2 / (2 sigma^2)) */
export function kernel(x: ArrayLike<number>, y: ArrayLike<number>, sigma = 1): number {
  let square = 0;
  for (let c = 0; c < x.length; c++) square += (x[c]! - y[c]!) ** 2;
  return Math.exp(-square / (2 * sigma * sigma));
}

/** The loss in all, and the size of the basis after the last round. */
export function learn(
  learner: { step(x: number[], y: number): { yhat: number; size: number } },
  { x, y }: ReturnType<typeof stream>,
) {
  let [loss, size] = [0, 0];
  for (const [t, point] of x.entries()) {
    const told = learner.step(point, y[t]!);
    loss += (told.yhat - y[t]!) ** 2;
    size = told.size;
  }
  return { loss, size };
}

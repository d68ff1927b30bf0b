// Steps of splitting and of unfolded proximal gradient, from their formulas, in f64.

type Numbers = readonly number[];

const soft = (z: number, tau: number): number => Math.sign(z) * Math.max(Math.abs(z) - tau, 0);
const at = (x: Numbers, i: number): number => x[i] as number;

/** p = soft(2w - h, tau), h + (p - w), ||w - previous||_2. */
export function splitL1(h: Numbers, w: Numbers, previous: Numbers, tau: number) {
  const p = h.map((v, i) => soft(2 * at(w, i) - v, tau));
  return {
    p,
    h: h.map((v, i) => v + (at(p, i) - at(w, i))),
    change: Math.sqrt(w.reduce((sum, v, i) => sum + (v - at(previous, i)) ** 2, 0)),
  };
}

/** t + (x - w), x the projection of 2w - t. */
export function splitBall(t: Numbers, w: Numbers, b: Numbers, marks: Numbers, radius: number): number[] {
  const z = t.map((v, i) => 2 * at(w, i) - v);
  const distance = Math.sqrt(z.reduce((sum, v, i) => sum + (at(marks, i) === 1 ? (v - at(b, i)) ** 2 : 0), 0));
  const x = z.map((v, i) => {
    if (at(marks, i) === 0) return Math.min(v, at(b, i));
    return distance <= radius ? v : at(b, i) + ((v - at(b, i)) * radius) / distance;
  });
  return t.map((v, i) => v + (at(x, i) - at(w, i)));
}

/** soft(x - a g, tau) */
export const stepL1 = (x: Numbers, g: Numbers, a: number, tau: number): number[] =>
  x.map((v, i) => soft(v - a * at(g, i), tau));

/** x - a g where above t, else 0 */
export const stepL0 = (x: Numbers, g: Numbers, a: number, t: number): number[] =>
  x.map((v, i) => (Math.abs(v - a * at(g, i)) > t ? v - a * at(g, i) : 0));

/** d where u is not 0; sum d (g + lambda sign u) */
export function stepBack(d: Numbers, u: Numbers, g: Numbers, lambda: number) {
  const kept = d.map((v, i) => (at(u, i) === 0 ? 0 : v));
  return { d: kept, sum: kept.reduce((sum, v, i) => sum + v * (at(g, i) + lambda * Math.sign(at(u, i))), 0) };
}

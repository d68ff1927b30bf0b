// Generalised linear models with penalties, from their formulas, in f64: losses, conjugates, objective, dual, optimality.

export type Loss = "squared" | "logistic" | "poisson";

/** loss, its first and its second derivative at the margin f for the datum y */
export function loss(kind: Loss, f: number, y: number): [value: number, slope: number, curve: number] {
  if (kind === "squared") return [(f - y) ** 2 / 2, f - y, 1];
  if (kind === "poisson") return [Math.exp(f) - y * f, Math.exp(f) - y, Math.exp(f)];
  const share = 1 / (1 + Math.exp(y * f));
  return [Math.max(-y * f, 0) + Math.log1p(Math.exp(-Math.abs(f))), -y * share, share * (1 - share)];
}

const entropy = (x: number): number => (x > 0 ? x * Math.log(x) : 0);

/** sup_f v f - loss(f) */
export function conjugate(kind: Loss, v: number, y: number): number {
  if (kind === "squared") return v * v * 0.5 + v * y;
  if (kind === "poisson") return entropy(v + y) - (v + y);
  return entropy(-y * v) + entropy(1 + y * v);
}

export interface Problem {
  readonly kind: Loss;
  /** n rows of p numbers */
  readonly X: readonly (readonly number[])[];
  readonly y: readonly number[];
  /** weights of the losses */
  readonly s: readonly number[];
  readonly l1: number;
  readonly ridge: number;
  readonly intercept: boolean;
}

const sum = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0);

export const margins = ({ X }: Problem, w: readonly number[], b: number): number[] =>
  X.map((row) => b + sum(row.map((x, j) => x * (w[j] as number))));

/** sum_i s_i loss + l1 ||w||_1 + ridge ||w||^2 / 2 */
export function objective(problem: Problem, w: readonly number[], b: number): number {
  const { kind, y, s, l1, ridge } = problem;
  const losses = margins(problem, w, b).map((f, i) => (s[i] as number) * loss(kind, f, y[i] as number)[0]);
  return sum(losses) + sum(w.map((value) => l1 * Math.abs(value) + (ridge / 2) * value * value));
}

/** The gradient of the loss by the coefficients, and by the intercept. */
export function gradient(problem: Problem, w: readonly number[], b: number): [g: number[], constant: number] {
  const { kind, X, y, s } = problem;
  const v = margins(problem, w, b).map((f, i) => (s[i] as number) * loss(kind, f, y[i] as number)[1]);
  return [w.map((_, j) => sum(v.map((value, i) => value * ((X[i] as number[])[j] as number)))), sum(v)];
}

/** The largest violation of the conditions of a minimum. */
export function violation(problem: Problem, w: readonly number[], b: number): number {
  const [g, constant] = gradient(problem, w, b);
  const { l1, ridge, intercept } = problem;
  const each = w.map((value, j) => {
    const slope = (g[j] as number) + ridge * value;
    return value === 0 ? Math.max(Math.abs(slope) - l1, 0) : Math.abs(slope + l1 * Math.sign(value));
  });
  return Math.max(intercept ? Math.abs(constant) : 0, ...each);
}

/** The gap to the dual at the gradient of the loss, made feasible: its sides scaled to the sum 0, then all to the bound l1. */
export function gap(problem: Problem, w: readonly number[], b: number): number {
  const { kind, X, y, s, l1, ridge, intercept } = problem;
  let v = margins(problem, w, b).map((f, i) => (s[i] as number) * loss(kind, f, y[i] as number)[1]);
  const [up, down] = [sum(v.filter((x) => x > 0)), -sum(v.filter((x) => x < 0))];
  if (intercept && up > 0 && down > 0) v = v.map((x) => x * Math.min(1, x > 0 ? down / up : up / down));
  const slopes = () => w.map((_, j) => Math.abs(sum(v.map((x, i) => x * ((X[i] as number[])[j] as number)))));
  const top = Math.max(...slopes());
  if (ridge === 0 && top > l1) v = v.map((x) => (x * l1) / top);
  const excess = ridge > 0 ? sum(slopes().map((x) => Math.max(x - l1, 0) ** 2 / (2 * ridge))) : 0;
  const conjugates = v.map((x, i) =>
    (s[i] as number) > 0 ? (s[i] as number) * conjugate(kind, x / (s[i] as number), y[i] as number) : 0,
  );
  return objective(problem, w, b) + sum(conjugates) + excess;
}

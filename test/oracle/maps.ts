// Elementwise functions and their derivatives from their definitions, in f64.

const root2Pi = Math.sqrt(2 * Math.PI);

/** The standard normal distribution function: its power series near 0, its continued fraction in the tails. */
export function normal(x: number): number {
  const z = Math.abs(x);
  if (z > 1.5) {
    let fraction = 0;
    for (let k = 300; k > 0; k--) fraction = k / (z + fraction);
    const tail = Math.exp((-z * z) / 2) / root2Pi / (z + fraction);
    return x < 0 ? tail : 1 - tail;
  }
  let term = x;
  let total = x;
  for (let k = 1; k < 60; k++) {
    term *= (x * x) / (2 * k + 1);
    total += term;
  }
  return 0.5 + (total * Math.exp((-x * x) / 2)) / root2Pi;
}

const density = (x: number) => Math.exp((-x * x) / 2) / root2Pi;
const logistic = (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
const inner = (x: number) => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

/** A function, its derivative, and the values at the infinities, where the formula itself has none. */
interface Smooth {
  f: (x: number) => number;
  d: (x: number) => number;
  /** [f(-infinity), f(infinity), f'(-infinity), f'(infinity)] */
  ends: [number, number, number, number];
}

export const activations: Record<string, Smooth> = {
  relu: { f: (x) => Math.max(x, 0), d: (x) => (x > 0 ? 1 : 0), ends: [0, Infinity, 0, 1] },
  relu2: { f: (x) => Math.max(x, 0) ** 2, d: (x) => 2 * Math.max(x, 0), ends: [0, Infinity, 0, Infinity] },
  gelu: { f: (x) => x * normal(x), d: (x) => normal(x) + x * density(x), ends: [-0, Infinity, -0, 1] },
  geluTanh: {
    f: (x) => x * logistic(2 * inner(x)),
    d: (x) => {
      const s = logistic(2 * inner(x));
      return s + x * s * (1 - s) * 2 * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
    },
    ends: [-0, Infinity, -0, 1],
  },
  silu: {
    f: (x) => x * logistic(x),
    d: (x) => logistic(x) * (1 + x * logistic(-x)),
    ends: [-0, Infinity, -0, 1],
  },
  sigmoid: { f: logistic, d: (x) => logistic(x) * logistic(-x), ends: [0, 1, 0, 0] },
  tanh: { f: Math.tanh, d: (x) => 4 * logistic(2 * x) * logistic(-2 * x), ends: [-1, 1, 0, 0] },
};

/** C = f(C + bias) for an m x n matrix; bias by column, by row, or none. */
export function epilogue(
  C: readonly number[],
  m: number,
  n: number,
  bias: readonly number[] | undefined,
  perRow: boolean,
  f: (x: number) => number,
): number[] {
  return Array.from({ length: m * n }, (_, p) =>
    f((C[p] as number) + (bias?.[perRow ? Math.floor(p / n) : p % n] ?? 0)),
  );
}

/** Elementary functions and their derivatives. */
export const functions: Record<string, { f: (x: number) => number; d: (x: number) => number }> = {
  abs: { f: Math.abs, d: Math.sign },
  sqrt: { f: Math.sqrt, d: (x) => 0.5 / Math.sqrt(x) },
  exp: { f: Math.exp, d: Math.exp },
  log: { f: Math.log, d: (x) => 1 / x },
  erf: { f: (x) => 2 * normal(x * Math.SQRT2) - 1, d: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) },
};

/** Operations on two numbers. */
export const operations: Record<string, (x: number, y: number) => number> = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
};

/** Each of the m rows: e^x_j / sum_k e^x_k. */
export function softmax(x: readonly number[], m: number, n: number): number[] {
  return Array.from({ length: m }, (_, i) => {
    const row = x.slice(i * n, (i + 1) * n);
    const most = Math.max(...row);
    const e = row.map((v) => Math.exp(v - most));
    const total = e.reduce((a, b) => a + b, 0);
    return e.map((v) => v / total);
  }).flat();
}

/** J' dy row by row, J_jk = y_j (delta_jk - y_k) the derivative of softmax. */
export function softmaxBackward(y: readonly number[], dy: readonly number[], m: number, n: number): number[] {
  return Array.from({ length: m }, (_, i) => {
    const [a, b] = [y.slice(i * n, (i + 1) * n), dy.slice(i * n, (i + 1) * n)];
    return a.map((_, j) => a.reduce((sum, v, k) => sum + v * ((j === k ? 1 : 0) - a[j]!) * b[k]!, 0));
  }).flat();
}

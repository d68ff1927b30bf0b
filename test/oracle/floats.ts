// Floats of 8 and 16 bits, from the definition: (-1)^s 2^(e - bias) (1 + m / 2^M), subnormals where e = 0. Exact in f64.

export interface Shape {
  readonly exponent: number;
  readonly mantissa: number;
  /** Whether the largest exponent is that of infinities and NaN alone; else only its largest mantissa is, NaN. */
  readonly infinite: boolean;
}

export const shapes = {
  f16: { exponent: 5, mantissa: 10, infinite: true },
  bf16: { exponent: 8, mantissa: 7, infinite: true },
  e4m3: { exponent: 4, mantissa: 3, infinite: false },
  e5m2: { exponent: 5, mantissa: 2, infinite: true },
} as const satisfies Record<string, Shape>;

/** E2M1: neither infinities nor NaN. */
export const e2m1 = Array.from({ length: 8 }, (_, c) => magnitude(c, { exponent: 2, mantissa: 1, infinite: false }));

/** The number of a code without its sign, as though no exponent were set apart. */
function magnitude(code: number, { exponent, mantissa }: Shape): number {
  const bias = 2 ** (exponent - 1) - 1;
  const e = Math.floor(code / 2 ** mantissa);
  const m = (code % 2 ** mantissa) / 2 ** mantissa;
  return e === 0 ? 2 ** (1 - bias) * m : 2 ** (e - bias) * (1 + m);
}

/** The largest code of a number, without its sign. */
export const largest = ({ exponent, mantissa, infinite }: Shape): number =>
  infinite ? (2 ** exponent - 1) * 2 ** mantissa - 1 : 2 ** (exponent + mantissa) - 2;

/** What a code stands for. */
export function value(code: number, shape: Shape): number {
  const half = 2 ** (shape.exponent + shape.mantissa);
  const m = code % half;
  const beyond = shape.infinite && m === largest(shape) + 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  const size = m <= largest(shape) ? magnitude(m, shape) : beyond;
  return code >= half ? -size : size;
}

/** The code nearest to x, of two the even one; undefined where x is NaN and any NaN will do. */
export function nearest(x: number, shape: Shape, saturate = false): number | undefined {
  if (Number.isNaN(x)) return undefined;
  const sign = x < 0 || Object.is(x, -0) ? 2 ** (shape.exponent + shape.mantissa) : 0;
  const most = largest(shape);
  const beyond = saturate ? most : most + 1;
  const size = Math.abs(x);
  if (size >= magnitude(most + 1, shape)) return sign + beyond;
  let low = 0;
  for (let high = most + 1; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if (magnitude(middle, shape) <= size) low = middle;
    else high = middle;
  }
  const [below, above] = [size - magnitude(low, shape), magnitude(low + 1, shape) - size];
  const code = below < above || (below === above && low % 2 === 0) ? low : low + 1;
  return sign + (code > most ? beyond : code);
}

/**
 * Elementary functions with the same bits on every host. ECMAScript leaves the last bits of Math.sin, Math.log, Math.hypot and
 * their like to the engine, and engines do differ; these are built of + - * / and Math.sqrt, which IEEE 754 fixes. Within two units
 * in the last place.
 * @module
 */

/** Any root of 1, as cosine and sine. */
export type Complex = readonly [re: number, im: number];

const bits = new DataView(new ArrayBuffer(8));

/** ln 2 in two parts; a product of the first with an exponent is exact. */
const LN2 = { high: 0.6931471803691238, low: 1.9082149292705877e-10 };

/** 2^e, e an integer from -1074 to 1023. */
export function power2(e: number): number {
  if (e < -1022) return power2(e + 52) * Number.EPSILON;
  bits.setUint32(0, (e + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** The e with 2^e <= |x| < 2^(e + 1), for a finite x other than 0. */
export function exponent(x: number): number {
  bits.setFloat64(0, x);
  const e = (bits.getUint32(0) >>> 20) & 0x7ff;
  return e === 0 ? exponent(x / (Number.EPSILON * Number.EPSILON)) - 104 : e - 1023;
}

/** sqrt(a^2 + b^2 + c^2) without overflow on the way. */
export function hypot(a: number, b: number, c = 0): number {
  const top = Math.max(Math.abs(a), Math.abs(b), Math.abs(c));
  if (!(top > 0 && top < Number.POSITIVE_INFINITY)) return top;
  const [p, q, r] = [a / top, b / top, c / top];
  return top * Math.sqrt(p * p + q * q + r * r);
}

/** ln x: x = 2^e m with m near 1, and ln m = 2 artanh((m - 1) / (m + 1)). */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const least = x < 2 ** -1022;
  const whole = least ? x * 2 ** 60 : x;
  let e = exponent(whole);
  let m = whole / power2(e);
  if (m > Math.SQRT2) {
    m /= 2;
    e++;
  }
  if (least) e -= 60;
  const [double, rest] = logParts(m - 1);
  return e * LN2.high + (double + (rest + e * LN2.low));
}

/** ln(1 + x), also where 1 + x rounds. */
export function log1p(x: number): number {
  if (!(Math.abs(x) < 0.25)) return log(1 + x);
  const [double, rest] = logParts(x);
  return x === 0 ? x : double + rest;
}

/** 2s and 2s (s^2/3 + s^4/5 + ...) with s = f / (2 + f): their sum is ln(1 + f), for f from -0.3 to 0.42. */
function logParts(f: number): [number, number] {
  const s = f / (2 + f);
  const z = s * s;
  let series = 0;
  for (let k = 25; k >= 3; k -= 2) series = z * (1 / k + series);
  return [2 * s, 2 * s * series];
}

/** e^x: x = k ln 2 + r, and the series in r. */
export function exp(x: number): number {
  if (!(x < 710)) return x > 0 ? Number.POSITIVE_INFINITY : x;
  if (x < -746) return 0;
  const k = Math.round(x / Math.LN2);
  const half = k >> 1;
  return (1 + powers(x - k * LN2.high - k * LN2.low)) * power2(half) * power2(k - half);
}

/** e^x - 1, also where e^x is near 1. */
export function expm1(x: number): number {
  if (x === 0) return x;
  return Math.abs(x) < 0.35 ? powers(x) : exp(x) - 1;
}

/** r + r^2/2! + ... for |r| <= 0.35. */
function powers(r: number): number {
  let series = 0;
  for (let k = 14; k >= 2; k--) series = (r / k) * (1 + series);
  return r + r * series;
}

/** e^(-2 pi i k / n), from an angle of at most pi / 4. */
export function root(k: number, n: number): Complex {
  const eighths = 8 * (k % n);
  const octant = Math.floor(eighths / n);
  const part = eighths - octant * n;
  const share = (octant & 1 ? n - part : part) / n;
  const angle = share * (Math.PI / 4);
  const [near, far] = share === 1 ? [Math.SQRT1_2, Math.SQRT1_2] : [cosine(angle), sine(angle)];
  const [c, s] = (octant + 1) & 2 ? [far, near] : [near, far];
  return [octant > 1 && octant < 6 ? -c : c, octant < 4 ? -s : s];
}

/** x - x^3/3! + ..., for |x| <= pi / 4. */
function sine(x: number): number {
  let series = 0;
  for (let k = 18; k >= 2; k -= 2) series = ((-x * x) / (k * (k + 1))) * (1 + series);
  return x + x * series;
}

/** 1 - x^2/2! + ..., for |x| <= pi / 4; what 1 - x^2/2 loses is put back. */
function cosine(x: number): number {
  const half = (x * x) / 2;
  let series = 0;
  for (let k = 17; k >= 3; k -= 2) series = ((-x * x) / (k * (k + 1))) * (1 + series);
  const first = 1 - half;
  return first + (1 - first - half - half * series);
}

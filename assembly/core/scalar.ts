// e^x and ln x of one number by + - * / alone, so equal in both builds and without the standard library's tables.
// x = k ln 2 + r and the series in r: Cody and Waite (1980), chapter 6. ln as in core/log.

/** Within 2 units in the last place for x <= 709; 0 where it would be subnormal. */
export function scalarExp(x: f64): f64 {
  if (x < -708) return 0;
  const k = nearest<f64>(x * 1.4426950408889634), r = x - k * 0.6931471803691238 - k * 1.9082149292705877e-10;
  let series: f64 = 0;
  for (let i: f64 = 14; i > 0; i--) series = r / i * (1 + series);
  return (1 + series) * reinterpret<f64>(<u64>(<i64>k + 1023) << 52);
}

/** Of a normal x > 0. */
export function ln(x: f64): f64 {
  const HALF: i64 = 0x3fe6a09e667f3bcd; // sqrt(1/2)
  const bits = reinterpret<i64>(x), octave = (bits - HALF) >> 52, k = <f64>octave;
  const m = reinterpret<f64>(bits - (octave << 52)), s = (m - 1) / (m + 1);
  return k * 0.6931471805582987 + (2 * s + (k * 1.6465949582897082e-12 + rest(s)));
}

/** ln(1 + f) for f from -1/2 to 0, also where 1 + f rounds. */
export function lnNear(f: f64): f64 {
  const s = f / (2 + f);
  return f < -0.25 ? ln(1 + f) : 2 * s + rest(s);
}

/** ln((1 + s) / (1 - s)) less 2s. */
function rest(s: f64): f64 {
  const z = s * s;
  return s * z * ((((((0.14796263108064794 * z + 0.1531402092623847) * z + 0.18183565414682856) * z + 0.22222198553650335) * z
    + 0.2857142874256316) * z + 0.39999999999413965) * z + 0.6666666666666734);
}

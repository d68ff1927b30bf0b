// Standard normal, in place, by the inverse of its distribution function: one number from each cell of uniform bits.
// Wichura, Algorithm AS 241 (1988), PPND16: relative accuracy about 1e-16. Plain arithmetic, so equal on every host.

/** out: n words in, n numbers out, each from the middle of its cell of width 2^-32. */
export function random_normal_f32(out: usize, n: usize): void {
  for (const end = out + n * 4; out < end; out += 4) {
    store<f32>(out, <f32>quantile((<f64>load<u32>(out) + 0.5) * 2.3283064365386963e-10));
  }
}

/** out: 2n words in, n numbers out, each from the middle of its cell of width 2^-52. */
export function random_normal_f64(out: usize, n: usize): void {
  for (const end = out + n * 8; out < end; out += 8) {
    store<f64>(out, quantile((<f64>(load<u64>(out) >> 12) + 0.5) * 2.220446049250313e-16));
  }
}

/** The x with P(N(0, 1) <= x) = p, 0 < p < 1. */
function quantile(p: f64): f64 {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return centre(q);
  const r = Math.sqrt(-ln(q < 0 ? p : 1 - p));
  const tail = r <= 5 ? middle(r - 1.6) : far(r - 5);
  return q < 0 ? -tail : tail;
}

/** ln x of a normal x, as core/log has it, but in the same arithmetic in every build; without the standard library's tables. */
function ln(x: f64): f64 {
  const HALF: i64 = 0x3fe6a09e667f3bcd; // sqrt(1/2)
  const bits = reinterpret<i64>(x), octave = (bits - HALF) >> 52, k = <f64>octave;
  const m = reinterpret<f64>(bits - (octave << 52)), s = (m - 1) / (m + 1), z = s * s;
  const r = ((((((0.14796263108064794 * z + 0.1531402092623847) * z + 0.18183565414682856) * z + 0.22222198553650335) * z
    + 0.2857142874256316) * z + 0.39999999999413965) * z + 0.6666666666666734);
  return k * 0.6931471805582987 + (2 * s + (k * 1.6465949582897082e-12 + s * z * r));
}

function centre(q: f64): f64 {
  const r = 0.180625 - q * q;
  const top = (((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r
    + 4.5921953931549871457e+4) * r + 1.3731693765509461125e+4) * r + 1.9715909503065514427e+3) * r
    + 1.3314166789178437745e+2) * r + 3.3871328727963666080);
  const bottom = (((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r
    + 2.1213794301586595867e+4) * r + 5.3941960214247511077e+3) * r + 6.8718700749205790830e+2) * r
    + 4.2313330701600911252e+1) * r + 1);
  return q * top / bottom;
}

function middle(r: f64): f64 {
  const top = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
    + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.76949722146069140550) * r
    + 4.63033784615654529590) * r + 1.42343711074968357734);
  const bottom = (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
    + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940) * r
    + 2.05319162663775882187) * r + 1);
  return top / bottom;
}

function far(r: f64): f64 {
  const top = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
    + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580) * r
    + 5.46378491116411436990) * r + 6.65790464350110377720);
  const bottom = (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
    + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
    + 5.99832206555887937690e-1) * r + 1);
  return top / bottom;
}

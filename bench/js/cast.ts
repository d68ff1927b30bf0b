/** Plain loops: floats of 8 and 16 bits by arithmetic on their bits, for numbers of ordinary size. */

/** The nearest codes, ties to even; numbers within the range of the format. */
export function encode(x: ArrayLike<number>, exponent: number, mantissa: number, codes: Uint16Array): void {
  const word = new Float32Array(1);
  const bits = new Uint32Array(word.buffer);
  const bias = 2 ** (exponent - 1) - 1;
  const least = 2 ** (1 - bias);
  const step = 2 ** (1 - bias - mantissa);
  const drop = 23 - mantissa;
  const half = 2 ** (drop - 1) - 1;
  const shift = (127 - bias) << 23;
  for (let i = 0; i < codes.length; i++) {
    const v = x[i] as number;
    const size = Math.abs(v);
    const sign = v < 0 || Object.is(v, -0) ? 1 << (exponent + mantissa) : 0;
    if (size < least) codes[i] = sign | (size / step + 2 ** 52 - 2 ** 52);
    else {
      word[0] = size;
      const b = (bits[0] as number) - shift;
      codes[i] = sign | ((b + half + ((b >>> drop) & 1)) >>> drop);
    }
  }
}

/** The numbers of codes that are finite. */
export function decode(codes: ArrayLike<number>, exponent: number, mantissa: number, x: Float32Array): void {
  const bias = 2 ** (exponent - 1) - 1;
  const out = new Uint32Array(x.buffer);
  const shift = (127 - bias) << 23;
  const small = 1 << mantissa;
  const step = 2 ** (1 - bias - mantissa);
  for (let i = 0; i < x.length; i++) {
    const code = codes[i] as number;
    const m = code & ((1 << (exponent + mantissa)) - 1);
    const sign = (code >>> (exponent + mantissa)) << 31;
    if (m < small) x[i] = sign === 0 ? m * step : -m * step;
    else out[i] = sign | ((m << (23 - mantissa)) + shift);
  }
}

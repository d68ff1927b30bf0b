// Sums of products without any rounding but the last, by whole numbers.

type Numbers = ArrayLike<number>;
const word = new DataView(new ArrayBuffer(8));

/** v = mantissa * 2^exponent */
function parts(v: number): [mantissa: bigint, exponent: number] {
  word.setFloat64(0, v);
  const bits = word.getBigUint64(0);
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = field === 0 ? fraction : fraction | (1n << 52n);
  return [bits >> 63n ? -mantissa : mantissa, Math.max(field, 1) - 1075];
}

/** b_i - sum_j A_ij x_j, rounded once, and the sizes of its terms. */
export function residual(A: Numbers, x: Numbers, b: Numbers, m: number, n: number): { r: number[]; terms: number[] } {
  const [r, terms] = [new Array<number>(m), new Array<number>(m)];
  for (let i = 0; i < m; i++) {
    const products: [bigint, number][] = [parts(b[i] as number)];
    let size = Math.abs(b[i] as number);
    for (let j = 0; j < n; j++) {
      const [p, e] = parts(A[i * n + j] as number);
      const [q, f] = parts(x[j] as number);
      products.push([-p * q, e + f]);
      size += Math.abs((A[i * n + j] as number) * (x[j] as number));
    }
    const least = Math.min(...products.map(([, e]) => e));
    const total = products.reduce((sum, [p, e]) => sum + (p << BigInt(e - least)), 0n);
    const shift = Math.max(0, (total < 0n ? -total : total).toString(2).length - 900); // so that it is no infinity on the way
    r[i] = Number(total >> BigInt(shift)) * 2 ** (least + shift);
    terms[i] = size;
  }
  return { r, terms };
}

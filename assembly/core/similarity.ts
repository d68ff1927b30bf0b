// What a kernel function makes of a finished register tile of inner products p_ij = x_i'y_j, in place:
//   d_ij = |x_i|^2 + |y_j|^2 - 2 p_ij, at least 0;  then a d, a sqrt d, e^(-a d), e^(-a sqrt d);  or (a p + b)^c, e^(a p + b).

import { decayAbs, exp } from "./exp";
import { fma } from "./lane";
import { tileRows } from "./tile";

/** The functions by number; those below LINEAR are of distances. */
export const SQUARED: usize = 0, DISTANCE: usize = 1, GAUSSIAN: usize = 2, LAPLACIAN: usize = 3, LINEAR: usize = 4;
export const POLYNOMIAL: usize = 5;

/** Its value where x = y, for a function of distances. */
// @ts-ignore: decorator
@inline export function atZero<T>(kernel: usize): T { return kernel < GAUSSIAN ? <T>0 : <T>1; }

class Squared {
  @inline of<T>(p: v128, x: v128, y: v128, a: v128, b: v128, c: u32): v128 { return v128.mul<T>(a, squared<T>(p, x, y)); }
}

class Distance {
  @inline of<T>(p: v128, x: v128, y: v128, a: v128, b: v128, c: u32): v128 {
    return v128.mul<T>(a, v128.sqrt<T>(squared<T>(p, x, y)));
  }
}

class Gaussian {
  @inline of<T>(p: v128, x: v128, y: v128, a: v128, b: v128, c: u32): v128 {
    return decayAbs<T>(v128.mul<T>(a, squared<T>(p, x, y)));
  }
}

class Laplacian {
  @inline of<T>(p: v128, x: v128, y: v128, a: v128, b: v128, c: u32): v128 {
    return decayAbs<T>(v128.mul<T>(a, v128.sqrt<T>(squared<T>(p, x, y))));
  }
}

class Polynomial {
  @inline of<T>(p: v128, x: v128, y: v128, a: v128, b: v128, c: u32): v128 {
    let power = fma<T>(a, p, b), value = v128.splat<T>(1);
    for (; c != 0; c >>= 1) {
      if ((c & 1) != 0) value = v128.mul<T>(value, power);
      power = v128.mul<T>(power, power);
    }
    return value;
  }
}

class Exponential {
  @inline of<T>(p: v128, x: v128, y: v128, a: v128, b: v128, c: u32): v128 { return exp<T>(fma<T>(a, p, b)); }
}

// @ts-ignore: decorator
@inline function squared<T>(p: v128, x: v128, y: v128): v128 {
  return v128.pmax<T>(v128.splat<T>(0), v128.sub<T>(v128.add<T>(x, y), v128.add<T>(p, p)));
}

/** tile: tileRows() rows of 32 bytes, `stride` bytes apart; xx, yy: |x_i|^2 of its rows and |y_j|^2 of its columns, all of them. */
export function similar<T>(tile: usize, stride: usize, xx: usize, yy: usize, kernel: usize, a: T, b: T, c: u32): void {
  if (kernel == SQUARED) each<T, Squared>(tile, stride, xx, yy, a, b, c);
  else if (kernel == DISTANCE) each<T, Distance>(tile, stride, xx, yy, a, b, c);
  else if (kernel == GAUSSIAN) each<T, Gaussian>(tile, stride, xx, yy, a, b, c);
  else if (kernel == LAPLACIAN) each<T, Laplacian>(tile, stride, xx, yy, a, b, c);
  else if (kernel == POLYNOMIAL) each<T, Polynomial>(tile, stride, xx, yy, a, b, c);
  else if (kernel > POLYNOMIAL) each<T, Exponential>(tile, stride, xx, yy, a, b, c);
}

function each<T, Op>(tile: usize, stride: usize, xx: usize, yy: usize, a: T, b: T, c: u32): void {
  const op = changetype<Op>(0), y0 = v128.load(yy), y1 = v128.load(yy, 16), as = v128.splat<T>(a), bs = v128.splat<T>(b);
  for (const end = xx + tileRows() * sizeof<T>(); xx < end; xx += sizeof<T>(), tile += stride) {
    const x = v128.load_splat<T>(xx);
    v128.store(tile, op.of<T>(v128.load(tile), x, y0, as, bs, c));
    v128.store(tile, op.of<T>(v128.load(tile, 16), x, y1, as, bs, c), 16);
  }
}

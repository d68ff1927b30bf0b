// What a kernel function makes of a finished register tile: of squares a d_ij, d_ij = |x_i - y_j|^2 (core/microkernel),
//   a d, a sqrt d, e^(-a d), e^(-a sqrt d);  of inner products p_ij = x_i'y_j,  (a p + b)^c, e^(a p + b).

import { decays, exp } from "./exp";
import { fma } from "./lane";
import { tileRows } from "./tile";

/** The functions by number; those below LINEAR are of distances. */
export const SQUARED: usize = 0, DISTANCE: usize = 1, GAUSSIAN: usize = 2, LAPLACIAN: usize = 3, LINEAR: usize = 4;
export const POLYNOMIAL: usize = 5;

/** Its value where x = y, for a function of distances. */
// @ts-ignore: decorator
@inline export function atZero<T>(kernel: usize): T { return kernel < GAUSSIAN ? <T>0 : <T>1; }

/** What the squares are multiplied by beforehand. */
// @ts-ignore: decorator
@inline export function scaleOf<T>(kernel: usize, a: T): T { return kernel == SQUARED ? a : kernel == GAUSSIAN ? -a : <T>1; }

/** Whether the tile has to lie in rows of 32 bytes, side by side: exponentials are taken of two rows at a time. */
// @ts-ignore: decorator
@inline export function aside(kernel: usize): bool { return kernel == GAUSSIAN || kernel == LAPLACIAN; }

class Distance {
  @inline of<T>(d: v128, a: v128, b: v128, c: u32): v128 { return v128.mul<T>(a, v128.sqrt<T>(d)); }
}

class Polynomial {
  @inline of<T>(p: v128, a: v128, b: v128, c: u32): v128 {
    let power = fma<T>(a, p, b), value = v128.splat<T>(1);
    for (; c != 0; c >>= 1) {
      if ((c & 1) != 0) value = v128.mul<T>(value, power);
      power = v128.mul<T>(power, power);
    }
    return value;
  }
}

class Exponential {
  @inline of<T>(p: v128, a: v128, b: v128, c: u32): v128 { return exp<T>(fma<T>(a, p, b)); }
}

/**
 * tile: tileRows() rows of 32 bytes, `stride` bytes apart, done with in place where it is not `aside`; out: where it belongs, rows
 * `step` bytes apart.
 */
export function similar<T>(out: usize, step: usize, tile: usize, stride: usize, kernel: usize, a: T, b: T, c: u32): void {
  if (kernel == DISTANCE) each<T, Distance>(tile, stride, a, b, c);
  else if (kernel == LAPLACIAN) each<T, Distance>(tile, stride, -a, b, c);
  else if (kernel == POLYNOMIAL) each<T, Polynomial>(tile, stride, a, b, c);
  else if (kernel > POLYNOMIAL) each<T, Exponential>(tile, stride, a, b, c);
  if (aside(kernel)) decays<T>(out, step, tile, tileRows());
}

function each<T, Op>(tile: usize, stride: usize, a: T, b: T, c: u32): void {
  const op = changetype<Op>(0), as = v128.splat<T>(a), bs = v128.splat<T>(b);
  for (const end = tile + tileRows() * stride; tile < end; tile += stride) {
    v128.store(tile, op.of<T>(v128.load(tile), as, bs, c));
    v128.store(tile, op.of<T>(v128.load(tile, 16), as, bs, c), 16);
  }
}

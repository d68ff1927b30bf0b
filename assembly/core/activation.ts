// The activations of a layer, lane by lane: lane(x) = f(x) and pair(x, dy) = f'(x) dy, with s(x) = 1 / (1 + e^-x).
// Hendrycks and Gimpel, Gaussian Error Linear Units (2016), for gelu and its tanh form; So et al., Primer (2021), relu^2.

import { gauss, normal } from "./erf";
import { decayAbs, tanh } from "./exp";
import { atLeast, atMost, fma } from "./lane";

/** Beyond +-FAR each of these is its limit: x is held there, so that no infinity meets a zero. */
const FAR = 2000;

// @ts-ignore: decorator
@inline function above<T>(x: v128): v128 { return atLeast<T>(x, v128.splat<T>(<T>-FAR)); }

// @ts-ignore: decorator
@inline function within<T>(x: v128): v128 { return atMost<T>(above<T>(x), v128.splat<T>(<T>FAR)); }

/** s(x), with its relative accuracy in the lower tail; 0 where it would be subnormal. */
// @ts-ignore: decorator
@inline function logistic<T>(x: v128): v128 {
  const one = v128.splat<T>(1), e = decayAbs<T>(x);
  return v128.div<T>(v128.bitselect(e, one, v128.lt<T>(x, v128.splat<T>(0))), v128.add<T>(one, e));
}

/** max(x, 0); the derivative at 0 is 0. */
export class Relu {
  @inline lane<T>(x: v128): v128 { return v128.max<T>(x, v128.splat<T>(0)); }
  @inline pair<T>(x: v128, dy: v128): v128 { return v128.andnot(dy, v128.le<T>(x, v128.splat<T>(0))); }
}

/** max(x, 0)^2 */
export class Relu2 {
  @inline lane<T>(x: v128): v128 {
    const r = v128.max<T>(x, v128.splat<T>(0));
    return v128.mul<T>(r, r);
  }
  @inline pair<T>(x: v128, dy: v128): v128 {
    const r = v128.max<T>(x, v128.splat<T>(0));
    return v128.mul<T>(v128.add<T>(r, r), dy);
  }
}

/** x N(x), N the normal distribution function: the exact form, by erf. */
export class Gelu {
  @inline lane<T>(x: v128): v128 {
    const held = above<T>(x);
    return v128.mul<T>(held, normal<T>(held, gauss<T>(held)));
  }
  @inline pair<T>(x: v128, dy: v128): v128 {
    const held = within<T>(x), e = gauss<T>(held);
    const density = v128.mul<T>(e, v128.splat<T>(<T>0.3989422804014327));
    return v128.mul<T>(fma<T>(held, density, normal<T>(held, e)), dy);
  }
}

/** x s(2u), u = sqrt(2 / pi) (x + 0.044715 x^3): the tanh form, as s(2u) = (1 + tanh u) / 2. */
export class GeluTanh {
  @inline lane<T>(x: v128): v128 {
    const held = above<T>(x), square = v128.mul<T>(held, held);
    const a = v128.splat<T>(<T>1.5957691216057308), b = v128.splat<T>(<T>0.07135481627260025);
    return v128.mul<T>(held, logistic<T>(v128.mul<T>(held, fma<T>(b, square, a))));
  }
  @inline pair<T>(x: v128, dy: v128): v128 {
    const held = within<T>(x), square = v128.mul<T>(held, held), one = v128.splat<T>(1);
    const a = v128.splat<T>(<T>1.5957691216057308), b = v128.splat<T>(<T>0.07135481627260025);
    const s = logistic<T>(v128.mul<T>(held, fma<T>(b, square, a)));
    const inner = v128.mul<T>(held, fma<T>(v128.mul<T>(b, v128.splat<T>(3)), square, a));
    return v128.mul<T>(v128.mul<T>(s, fma<T>(v128.sub<T>(one, s), inner, one)), dy);
  }
}

/** x s(x) */
export class Silu {
  @inline lane<T>(x: v128): v128 {
    const held = above<T>(x);
    return v128.mul<T>(held, logistic<T>(held));
  }
  @inline pair<T>(x: v128, dy: v128): v128 {
    const held = within<T>(x), s = logistic<T>(held), one = v128.splat<T>(1);
    return v128.mul<T>(v128.mul<T>(s, fma<T>(held, v128.sub<T>(one, s), one)), dy);
  }
}

/** s(x) */
export class Sigmoid {
  @inline lane<T>(x: v128): v128 { return logistic<T>(x); }
  @inline pair<T>(x: v128, dy: v128): v128 {
    const e = decayAbs<T>(x), q = v128.div<T>(v128.splat<T>(1), v128.add<T>(v128.splat<T>(1), e));
    return v128.mul<T>(v128.mul<T>(v128.mul<T>(e, q), q), dy);
  }
}

/** tanh x, whose derivative is 4 e^-2|x| / (1 + e^-2|x|)^2 */
export class Tanh {
  @inline lane<T>(x: v128): v128 { return tanh<T>(x); }
  @inline pair<T>(x: v128, dy: v128): v128 {
    const e = decayAbs<T>(v128.add<T>(x, x));
    const q = v128.div<T>(v128.splat<T>(2), v128.add<T>(v128.splat<T>(1), e));
    return v128.mul<T>(v128.mul<T>(v128.mul<T>(e, q), q), dy);
  }
}

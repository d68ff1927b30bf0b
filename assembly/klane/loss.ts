// Losses of a margin f about data y, each lane on its own, with weight s >= 0 a row:
//   squared   (f - y)^2 / 2                conjugate  v^2 / 2 + v y
//   logistic  log(1 + exp(-y f)), y = +-1  conjugate  u log u + (1 - u) log(1 - u),  u = -y v in [0, 1]
//   Poisson   exp(f) - y f,       y >= 0   conjugate  t log t - t,  t = v + y >= 0
// The conjugate of s*loss at v is s*conjugate(v / s). Ndiaye, Fercoq, Gramfort and Salmon, Gap Safe Screening Rules for
// Sparsity Enforcing Penalties (2017), table 1, for the first two.

import { decayAbs, exp } from "../core/exp";
import { atLeast } from "../core/lane";
import { log } from "../core/log";

export class SquaredLoss {
  @inline value<T>(f: v128, y: v128): v128 {
    const r = v128.sub<T>(f, y);
    return v128.mul<T>(v128.mul<T>(r, r), v128.splat<T>(<T>0.5));
  }
  @inline slope<T>(f: v128, y: v128): v128 { return v128.sub<T>(f, y); }
  @inline curve<T>(f: v128, y: v128): v128 { return v128.splat<T>(1); }
  @inline conjugate<T>(v: v128, y: v128): v128 { return v128.mul<T>(v, v128.add<T>(y, v128.mul<T>(v, v128.splat<T>(<T>0.5)))); }
}

export class LogisticLoss {
  @inline value<T>(f: v128, y: v128): v128 {
    const e = decayAbs<T>(f), rest = log<T>(v128.add<T>(e, v128.splat<T>(1)));
    return v128.add<T>(atLeast<T>(v128.neg<T>(v128.mul<T>(f, y)), v128.splat<T>(0)), rest);
  }
  @inline slope<T>(f: v128, y: v128): v128 {
    const one = v128.splat<T>(1), e = decayAbs<T>(f), below = v128.lt<T>(v128.mul<T>(f, y), v128.splat<T>(0));
    return v128.neg<T>(v128.mul<T>(y, v128.div<T>(v128.bitselect(one, e, below), v128.add<T>(one, e))));
  }
  @inline curve<T>(f: v128, y: v128): v128 {
    const one = v128.splat<T>(1), e = decayAbs<T>(f), q = v128.div<T>(one, v128.add<T>(one, e));
    return v128.mul<T>(v128.mul<T>(e, q), q);
  }
  @inline conjugate<T>(v: v128, y: v128): v128 {
    const u = v128.abs<T>(v);
    return v128.add<T>(entropy<T>(u), entropy<T>(atLeast<T>(v128.sub<T>(v128.splat<T>(1), u), v128.splat<T>(0))));
  }
}

export class PoissonLoss {
  @inline value<T>(f: v128, y: v128): v128 { return v128.sub<T>(exp<T>(f), v128.mul<T>(y, f)); }
  @inline slope<T>(f: v128, y: v128): v128 { return v128.sub<T>(exp<T>(f), y); }
  @inline curve<T>(f: v128, y: v128): v128 { return exp<T>(f); }
  @inline conjugate<T>(v: v128, y: v128): v128 {
    const t = atLeast<T>(v128.add<T>(v, y), v128.splat<T>(0));
    return v128.sub<T>(entropy<T>(t), t);
  }
}

/** x log x, 0 at 0. */
// @ts-ignore: decorator
@inline function entropy<T>(x: v128): v128 {
  return v128.mul<T>(x, log<T>(atLeast<T>(x, v128.splat<T>(<T>1e-37))));
}

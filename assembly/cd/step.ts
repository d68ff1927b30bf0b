// argmin_t 1/2 (curvature - l2) t^2 - u t + l1 |t| + l2/2 t^2, t >= least:  max(sign(u) max(|u| - l1, 0) / curvature, least)
// Friedman, Hastie and Tibshirani, J. Stat. Software 33(1) (2010), equation (5).

/** least is 0 or -infinity; a column without curvature takes no part. */
// @ts-ignore: decorator
@inline export function step<T>(u: T, l1: T, curvature: T, least: T): T {
  if (!(curvature > 0)) return 0;
  return max<T>(copysign<T>(max<T>(abs<T>(u) - l1, 0), u) / curvature, least);
}

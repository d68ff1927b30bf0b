// x = alpha*x

import { lanes, whole } from "./lane";

/** x: n elements. */
export function scal<T>(x: usize, n: usize, alpha: T): void {
  const a = v128.splat<T>(alpha), size = sizeof<T>();
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) v128.store(x + i * size, v128.mul<T>(a, v128.load(x + i * size)));
  for (; i < n; i++) store<T>(x + i * size, alpha * load<T>(x + i * size));
}



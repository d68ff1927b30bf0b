// x, y = y, x

import { lanes, whole } from "./lane";

/** x, y: n elements each, the same or apart. */
export function swap<T>(x: usize, y: usize, n: usize): void {
  const size = sizeof<T>();
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    const v = v128.load(x + i * size);
    v128.store(x + i * size, v128.load(y + i * size));
    v128.store(y + i * size, v);
  }
  for (; i < n; i++) {
    const v = load<T>(x + i * size);
    store<T>(x + i * size, load<T>(y + i * size));
    store<T>(y + i * size, v);
  }
}

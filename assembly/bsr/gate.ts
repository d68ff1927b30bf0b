// H = f(H) or f(H) * U, element by element in panels: what lies between the two products of a layer.

import { activate } from "../core/epilogue";
import { zip } from "../core/map";

class Times {
  @inline pair<T>(x: v128, y: v128): v128 { return v128.mul<T>(x, y); }
}

/**
 * h, u: `panels` panels of `depth` rows of four vectors, the first m rows of each in use; the rest of h becomes zeros.
 * u may be 0: no gate. activation: as in core/epilogue.
 */
function gate<T>(h: usize, u: usize, depth: usize, m: usize, panels: usize, activation: usize): void {
  const live = m * 64, count = live / sizeof<T>();
  for (; panels > 0; panels--) {
    activate<T>(h, h, count, activation);
    if (u != 0) {
      zip<T, Times>(h, h, u, count);
      u += depth * 64;
    }
    memory.fill(h + live, 0, depth * 64 - live);
    h += depth * 64;
  }
}

export function bsr_gate_f32(h: usize, u: usize, depth: usize, m: usize, panels: usize, activation: usize): void {
  gate<f32>(h, u, depth, m, panels, activation);
}
export function bsr_gate_f64(h: usize, u: usize, depth: usize, m: usize, panels: usize, activation: usize): void {
  gate<f64>(h, u, depth, m, panels, activation);
}

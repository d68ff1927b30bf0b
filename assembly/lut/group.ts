// z_j = (w_j - offset_g)/scale_g, a group g being `group` columns side by side, the last of a row what is left.
// affine: offset = min w, scale = (max w - min w)/top, so that z is in [0, top];
// symmetric: offset = 0, scale = max |w|/top, so that z is in [-top, top]. The scale of a group of equal numbers, or of zeros, is 1.

/** z: m x n; scales, offsets: m x ceil(n/group); W: m x n, finite. offsets may be 0 where they are all 0. */
function normalise<T>(
  z: usize, scales: usize, offsets: usize, w: usize, m: usize, n: usize, group: usize, top: T, symmetric: bool,
): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < m; i++) {
    for (let first: usize = 0; first < n; first += group, scales += size) {
      const count = min(group, n - first), from = w + (i * n + first) * size, to = z + (i * n + first) * size;
      let low = load<T>(from), high = low;
      for (let j: usize = 1; j < count; j++) {
        const v = load<T>(from + j * size);
        low = min<T>(low, v);
        high = max<T>(high, v);
      }
      const range: T = symmetric ? max<T>(abs<T>(low), abs<T>(high)) / top : high / top - low / top;
      const scale: T = range > 0 ? range : <T>1, offset: T = symmetric ? <T>0 : low;
      store<T>(scales, scale);
      if (offsets != 0) {
        store<T>(offsets, offset);
        offsets += size;
      }
      for (let j: usize = 0; j < count; j++) store<T>(to + j * size, (load<T>(from + j * size) - offset) / scale);
    }
  }
}

export function lut_group_f32(
  z: usize, scales: usize, offsets: usize, w: usize, m: usize, n: usize, group: usize, top: f32, symmetric: bool,
): void { normalise<f32>(z, scales, offsets, w, m, n, group, top, symmetric); }
export function lut_group_f64(
  z: usize, scales: usize, offsets: usize, w: usize, m: usize, n: usize, group: usize, top: f64, symmetric: bool,
): void { normalise<f64>(z, scales, offsets, w, m, n, group, top, symmetric); }

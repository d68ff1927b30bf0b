// z_j = (w_j - offset_g)/scale_g, a group g being `group` columns side by side.
// affine: offset = min w, scale = (max w - min w)/(levels - 1), so that z is in [0, levels - 1];
// symmetric: offset = 0, scale = max |w|, so that z is in [-1, 1]. The scale of a group of equal numbers is 1.

/** z: m x n; scales, offsets: m x n/group; W: m x n; finite numbers; group divides n. */
function normalise<T>(
  z: usize, scales: usize, offsets: usize, w: usize, m: usize, n: usize, group: usize, levels: u32, symmetric: bool,
): void {
  const size = sizeof<T>(), count = m * n / max<usize>(group, 1);
  for (let g: usize = 0; g < count; g++) {
    const from = w + g * group * size, to = z + g * group * size;
    let low = load<T>(from), high = low;
    for (let j: usize = 1; j < group; j++) {
      const v = load<T>(from + j * size);
      low = min<T>(low, v);
      high = max<T>(high, v);
    }
    const range: T = symmetric ? max<T>(abs<T>(low), abs<T>(high)) : high / <T>(levels - 1) - low / <T>(levels - 1);
    const scale: T = range > 0 ? range : <T>1, offset: T = symmetric ? <T>0 : low;
    store<T>(scales + g * size, scale);
    store<T>(offsets + g * size, offset);
    for (let j: usize = 0; j < group; j++) store<T>(to + j * size, (load<T>(from + j * size) - offset) / scale);
  }
}

export function lut_group_f32(
  z: usize, scales: usize, offsets: usize, w: usize, m: usize, n: usize, group: usize, levels: u32, symmetric: bool,
): void { normalise<f32>(z, scales, offsets, w, m, n, group, levels, symmetric); }
export function lut_group_f64(
  z: usize, scales: usize, offsets: usize, w: usize, m: usize, n: usize, group: usize, levels: u32, symmetric: bool,
): void { normalise<f64>(z, scales, offsets, w, m, n, group, levels, symmetric); }

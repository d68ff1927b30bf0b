// Tables as whole numbers: table_i[c] = s_i t_i[c] + error, |t| <= 2047, |error| <= s_i / 2, s_i = max_c |table_i[c]| / 2047;
// and as even grids where they are one: table_i[c] = a_i + b_i c + error, |error| <= max_c |table_i[c]| / 65536.

import { LARGEST, magnitude, stepOf } from "../core/whole";

/**
 * planes: m x 32 bytes, the low and then the high bytes of 16 entries; steps: m floats s_i; grids: m x 2 floats a_i, b_i;
 * tables: m x 2^bits, bits < 8. Returns whether all are even grids.
 */
export function lut_bytes_f32(planes: usize, steps: usize, grids: usize, tables: usize, m: usize, bits: usize): bool {
  const entries: usize = 1 << bits;
  let even = true;
  memory.fill(planes, 0, m * 32);
  for (let i: usize = 0; i < m; i++) {
    const table = tables + i * entries * 4, top = magnitude(table, entries), step = stepOf(top, LARGEST);
    const a = load<f32>(table), b: f32 = load<f32>(table + entries * 4 - 4) / <f32>(entries - 1) - a / <f32>(entries - 1);
    store<f32>(steps + i * 4, step);
    store<f32>(grids + i * 8, step > 0 ? a : 0);
    store<f32>(grids + i * 8, step > 0 ? b : 0, 4);
    for (let c: usize = 0; c < entries && step > 0; c++) {
      const entry = load<f32>(table + c * 4), t = <i32>nearest<f32>(entry / top * LARGEST);
      store<u8>(planes + i * 32 + c, <u8>t);
      store<u8>(planes + i * 32 + c, <u8>(t >> 8), 16);
      even = even && abs<f32>(entry - (a + b * <f32>c)) <= top / 65536;
    }
  }
  return even;
}

// Tables as whole numbers: table_i[c] = s_i t_i[c] + error, |t| <= 2047, |error| <= s_i / 2, s_i = max_c |table_i[c]| / 2047.

import { LARGEST, magnitude, stepOf } from "../core/whole";

/** planes: m x 32 bytes, the low and then the high bytes of 16 entries; steps: m floats s_i; tables: m x 2^bits, bits < 8. */
export function lut_bytes_f32(planes: usize, steps: usize, tables: usize, m: usize, bits: usize): void {
  const entries: usize = 1 << bits;
  memory.fill(planes, 0, m * 32);
  for (let i: usize = 0; i < m; i++) {
    const table = tables + i * entries * 4, top = magnitude(table, entries), step = stepOf(top);
    store<f32>(steps + i * 4, step);
    for (let c: usize = 0; c < entries && step > 0; c++) {
      const t = <i32>nearest<f32>(load<f32>(table + c * 4) / top * LARGEST);
      store<u8>(planes + i * 32 + c, <u8>t);
      store<u8>(planes + i * 32 + c, <u8>(t >> 8), 16);
    }
  }
}

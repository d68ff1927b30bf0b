// C = f(C + bias), in place

import { epilogue } from "../core/epilogue";

/** See core/epilogue. */
export function dense_epilogue_f32(
  c: usize, bias: usize, m: usize, n: usize, ldc: usize, perRow: bool, activation: usize,
): void { epilogue<f32>(c, m, n, ldc, bias, activation, perRow); }
export function dense_epilogue_f64(
  c: usize, bias: usize, m: usize, n: usize, ldc: usize, perRow: bool, activation: usize,
): void { epilogue<f64>(c, m, n, ldc, bias, activation, perRow); }

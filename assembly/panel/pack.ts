// X to panels of `width` vectors of columns, and back. See core/panel.

import { pack, place } from "../core/panel";

export function panel_pack_f32(out: usize, x: usize, depth: usize, k: usize, n: usize, rx: usize, cx: usize, width: usize): void {
  pack<f32>(out, x, depth, k, n, rx, cx, width);
}
export function panel_pack_f64(out: usize, x: usize, depth: usize, k: usize, n: usize, rx: usize, cx: usize, width: usize): void {
  pack<f64>(out, x, depth, k, n, rx, cx, width);
}

export function panel_place_f32(
  y: usize, panels: usize, depth: usize, m: usize, n: usize, ry: usize, cy: usize, width: usize, alpha: f32, beta: f32,
): void { place<f32>(y, panels, depth, m, n, ry, cy, width, alpha, beta); }
export function panel_place_f64(
  y: usize, panels: usize, depth: usize, m: usize, n: usize, ry: usize, cy: usize, width: usize, alpha: f64, beta: f64,
): void { place<f64>(y, panels, depth, m, n, ry, cy, width, alpha, beta); }

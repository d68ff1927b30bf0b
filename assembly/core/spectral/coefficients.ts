// Vectors of the rank-one problem: v_j = z_j/(D_j - x) for eigenvectors and right singular vectors, and for left ones
// u_j = d_j v_j with u_0 = -1; then scaled to norm 1.
// Gu and Eisenstat, A Divide-and-Conquer Algorithm for the Bidiagonal SVD, SIAM J. Matrix Anal. Appl. 16 (1995), section 3.

import { dot } from "../dot";
import { Frame } from "./frame";
import { differences } from "./secular";

/** k rows of k coefficients, by the columns of places. */
export function coefficients<T>(f: Frame, k: usize, squares: bool, left: bool): void {
  const row = f.cauchy;
  for (let i: usize = 0; i < k; i++) {
    const shift = load<f64>(f.shifts + 8 * i), at = f.coefficients + i * k * sizeof<T>();
    differences(f.gaps, f.poles, k, <usize>load<u32>(f.origins + 4 * i), squares);
    const s = v128.splat<f64>(shift);
    let j: usize = 0;
    for (; j + 16 <= 8 * k; j += 16) {
      v128.store(row + j, v128.div<f64>(v128.load(f.fitted + j), v128.sub<f64>(v128.load(f.gaps + j), s)));
    }
    if (j < 8 * k) store<f64>(row + j, load<f64>(f.fitted + j) / (load<f64>(f.gaps + j) - shift));
    if (left) {
      for (let j: usize = 8; j < 8 * k; j += 8) store<f64>(row + j, load<f64>(row + j) * load<f64>(f.poles + j));
      store<f64>(row, -1);
    }
    const scale = 1 / sqrt<f64>(dot<f64>(row, row, k));
    for (let j: usize = 0; j < k; j++) {
      store<T>(at + load<u32>(f.places + 4 * j) * sizeof<T>(), <T>(scale * load<f64>(row + 8 * j)));
    }
  }
}

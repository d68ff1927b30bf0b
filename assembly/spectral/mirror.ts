// A_ij = A_ji above the diagonal.

import { mirror } from "../core/spectral/mirror";

/** A: n x n, rows lda apart. */
export function spectral_mirror_f32(a: usize, n: usize, lda: usize): void { mirror<f32>(a, n, lda); }
export function spectral_mirror_f64(a: usize, n: usize, lda: usize): void { mirror<f64>(a, n, lda); }

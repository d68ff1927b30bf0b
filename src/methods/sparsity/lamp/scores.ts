import { exponent, power2 } from "../../../core/elementary.ts";
import type { Weights } from "./ranking.ts";

/**
 * score_r = m_r^2 / (m_0^2 + ... + m_r^2) for magnitudes that descend: each square over those that are no smaller.
 * The total only grows and the square only falls, so that the scores descend too, rounding included. All zeros score 0.
 */
export function scoresOf(magnitudes: Weights): Float64Array<ArrayBuffer> {
  const scores = new Float64Array(magnitudes.length);
  // A power of two: exact, and no square of the largest overflows or underflows.
  const scale = power2(Math.min(1023, -exponent(magnitudes[0] || 1)));
  let total = 0;
  for (let r = 0; r < scores.length && magnitudes[r] !== 0; r++) {
    const square = ((magnitudes[r] as number) * scale) ** 2;
    total += square;
    scores[r] = square / total;
  }
  return scores;
}

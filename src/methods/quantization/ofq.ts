/**
 * OFQ: training with weights of few bits that do not jump between two levels: StatsQ, q = s (round(u) + 1/2) / 2^(bits - 1) with
 * s = 2 mean |w| instead of a learned scale; annealing that freezes all weights but those on a boundary (CGA); attention
 * scores from one quantized matrix a head instead of two (QKR).
 *
 * Liu, Liu and Cheng, "Oscillation-free Quantization for Low-bit Vision Transformers", ICML 2023, section 4.
 * arXiv:2302.02210
 * @module
 */
export { cgaFreezeMask, OscillationTracker } from "./ofq/oscillation.ts";
export { type QkrGradients, qkrBackward, qkrScores, qkrWeight } from "./ofq/qkr.ts";
export {
  type LsqOptions,
  lsqBackward,
  lsqQuantize,
  lsqScale,
  type StatsQuantized,
  statsQuantize,
  statsQuantizeBackward,
} from "./ofq/quantizers.ts";
export type { Batch } from "./ofq/draws.ts";
export { type OfqOptions, type OfqState, trainOfq } from "./ofq/train.ts";

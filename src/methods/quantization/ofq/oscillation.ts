/**
 * Confidence-guided annealing and the meter of oscillations.
 * @module
 */
import { checkNumber, checkNumbers, checkOptions, checkSize, describe } from "../../../core/check.ts";
import { ArgumentRangeError } from "../../../core/errors.ts";
import type { Numbers } from "../../../core/types.ts";
import { checkLevelBits } from "./quantizers.ts";

/**
 * Which weights are frozen while annealing: 1 but for those on a boundary between two levels, |u - i - 1/2| <= boundaryRange
 * for an integer i from -n to n - 2, n = 2^(bits - 1).
 *
 * @param preRound       u, as statsQuantize gives it
 * @param boundaryRange  in (0, 1/2). Default 0.005
 */
export function cgaFreezeMask(preRound: Numbers, bits: number, boundaryRange = 0.005): Uint8Array<ArrayBuffer> {
  checkNumbers("preRound", preRound);
  checkLevelBits(bits);
  checkRange(boundaryRange);
  const n = 2 ** (bits - 1);
  const mask = new Uint8Array(preRound.length).fill(1);
  for (let p = 0; p < mask.length; p++) {
    const u = preRound[p] as number;
    const i = Math.min(n - 2, Math.max(-n, Math.floor(u)));
    if (Math.abs(u - i - 0.5) <= boundaryRange) mask[p] = 0;
  }
  return mask;
}

/** The half-width of a boundary. */
export function checkRange(boundaryRange: unknown): asserts boundaryRange is number {
  checkNumber("boundaryRange", boundaryRange);
  if (boundaryRange <= 0 || boundaryRange >= 0.5)
    throw new ArgumentRangeError("boundaryRange", "a number above 0 and below 1/2", describe(boundaryRange));
}

/**
 * Counts weights that jump back: one oscillates where its level changes in the direction opposite to its last change.
 *
 * Nagel, Fournarakis, Bondarenko and Blankevoort, "Overcoming Oscillations in Quantization-Aware Training", ICML 2022,
 * section 2.2. arXiv:2203.11086
 */
export class OscillationTracker {
  /** Of each weight, how often it oscillates: m * oscillated + (1 - m) * what it was. */
  readonly ema: Float32Array<ArrayBuffer>;
  readonly #momentum: number;
  readonly #direction: Int8Array;
  #levels: Int32Array | undefined;

  /**
   * @param size     weights
   * @param options  momentum m of the mean, in (0, 1]. Default 0.01
   */
  constructor(
    readonly size: number,
    options: { momentum?: number } = {},
  ) {
    checkSize("size", size);
    checkOptions("options", options);
    const { momentum = 0.01 } = options;
    checkNumber("momentum", momentum);
    if (momentum <= 0 || momentum > 1)
      throw new ArgumentRangeError("momentum", "a number above 0, 1 at most", describe(momentum));
    this.#momentum = momentum;
    this.ema = new Float32Array(size);
    this.#direction = new Int8Array(size);
  }

  /** Takes the levels of another step; says how many weights oscillated since the one before. */
  update(level: Numbers): { readonly oscillated: number; readonly ema: Float32Array<ArrayBuffer> } {
    checkNumbers("level", level, this.size);
    const before = this.#levels;
    const now = new Int32Array(level);
    let oscillated = 0;
    for (let p = 0; p < this.size; p++) {
      const d = before === undefined ? 0 : Math.sign((before[p] as number) - (now[p] as number));
      const back = d !== 0 && d === -(this.#direction[p] as number);
      if (d !== 0) this.#direction[p] = d;
      oscillated += Number(back);
      this.ema[p] = this.#momentum * Number(back) + (1 - this.#momentum) * (this.ema[p] as number);
    }
    this.#levels = now;
    return { oscillated, ema: this.ema };
  }
}

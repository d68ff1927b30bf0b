import { ArgumentRangeError } from "../../../core/errors.ts";
import { apportion, share } from "../common/share.ts";
import type { Survivors } from "./layers.ts";

/**
 * The same part of each layer, but all of a first convolution, and of the last layer as many as a fifth of its weights at
 * least. Gale, Elsen and Hooker, "The State of Sparsity in Deep Neural Networks" (2019), arXiv:1902.09574.
 * @throws ArgumentRangeError if that is more than `keep`
 */
export function uniformPlus(layers: readonly Survivors[], keep: number): number[] {
  const limits = layers.map(({ count }) => count);
  const last = layers.length - 1;
  const fixed = new Map<number, number>();
  const left = () => keep - [...fixed.values()].reduce((a, b) => a + b, 0);
  const open = () => limits.map((limit, l) => (fixed.has(l) ? 0 : limit));

  const [first, final] = [layers[0] as Survivors, layers[last] as Survivors];
  if (last > 0 && first.dimensions.length > 2) fixed.set(0, first.count);
  const least = Math.min(final.count, Math.ceil(final.weights.length / 5));
  const shares = share(open(), open(), Math.max(0, left()));
  if ((shares[last] as number) < least) fixed.set(last, least);
  if (left() < 0) {
    const total = limits.reduce((a, b) => a + b, 0);
    const most = 1 - (keep - left()) / total;
    throw new ArgumentRangeError("sparsity", `at most ${most} with "uniform+"`, `${1 - keep / total}`);
  }
  const counts = apportion(share(open(), open(), left()), open(), left());
  return counts.map((count, l) => fixed.get(l) ?? count);
}

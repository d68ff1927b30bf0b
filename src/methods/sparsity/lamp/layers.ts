/**
 * Layers of weights as a caller hands them over, checked.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkFinite, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import { checkedSize, type Shape } from "../common/densities.ts";
import { countKept, type Ranking, rank, type Weights } from "./ranking.ts";

/** The weights of one layer: numbers outside linear memory or in it, in any order that the caller keeps to. */
export type Layer = Weights | Vector | Matrix;

/** The weights of one layer that are not pruned yet. */
export class Survivors {
  #ranking: Ranking | undefined;

  constructor(
    /** What errors call the layer. */
    readonly name: string,
    readonly weights: Weights,
    readonly mask: Uint8Array | undefined,
    private readonly shape: Shape | undefined,
  ) {}

  /** Their number. */
  get count(): number {
    return this.mask === undefined ? this.weights.length : countKept(this.mask);
  }

  /** The dimensions of the layer. @throws ArgumentTypeError where nobody said them */
  get dimensions(): Shape {
    if (this.shape !== undefined) return this.shape;
    throw new ArgumentTypeError("shapes", `the dimensions of ${this.name}, which is no Matrix`, "undefined");
  }

  /** They in order of magnitude, the largest first. */
  get ranking(): Ranking {
    this.#ranking ??= rank(this.weights, this.mask);
    return this.#ranking;
  }

  /** Refuses a layer that is all zeros, where a sum of squares is divided by. */
  checkNotZero(): void {
    const { magnitudes } = this.ranking;
    if (magnitudes.length > 0 && magnitudes[0] === 0)
      throw new ArgumentRangeError(this.name, "a weight other than 0, or allowZero", "all zeros");
  }
}

/** A fresh view of a layer's weights, all of them finite. @throws ArgumentTypeError, ArgumentRangeError */
export function weightsOf(name: string, layer: Layer): Weights {
  const inMemory = layer instanceof Vector || layer instanceof Matrix;
  if (!(inMemory || layer instanceof Float32Array || layer instanceof Float64Array))
    throw new ArgumentTypeError(name, "a Float32Array, a Float64Array, a Vector or a Matrix", describe(layer));
  const weights = inMemory ? layer.data : layer;
  checkFinite(name, weights);
  return weights;
}

/** The survivors of all layers, with the shapes that are given or that matrices have. */
export function survivorsOf(
  layers: readonly Layer[],
  masks: readonly Uint8Array[] | undefined,
  shapes: readonly Shape[] | undefined,
): Survivors[] {
  checkList("layers", layers);
  if (layers.length === 0) throw new ArgumentRangeError("layers", "at least one layer", "none");
  const views = layers.map((layer, l) => weightsOf(`layers[${l}]`, layer));
  if (masks !== undefined) checkMasks(masks, views);
  if (shapes !== undefined) checkList("shapes", shapes, layers.length);
  return views.map((weights, l) => {
    const layer = layers[l] as Layer;
    const given = shapes?.[l];
    if (given !== undefined && checkedSize(`shapes[${l}]`, given) !== weights.length)
      throw new ShapeError(`shapes[${l}]`, `a product of ${weights.length}`, Array.from(given).join(" x "));
    const own = layer instanceof Matrix ? [layer.rows, layer.cols] : undefined;
    return new Survivors(`layers[${l}]`, weights, masks?.[l], given ?? own);
  });
}

/** A mask for each layer, as long as it. @throws ArgumentTypeError, ShapeError */
export function checkMasks(masks: readonly Uint8Array[], views: readonly Weights[]): void {
  checkList("masks", masks, views.length);
  masks.forEach((mask, l) => {
    if (!(mask instanceof Uint8Array)) throw new ArgumentTypeError(`masks[${l}]`, "a Uint8Array", describe(mask));
    const { length } = views[l] as Weights;
    if (mask.length !== length) throw new ShapeError(`masks[${l}]`, `${length} elements`, `${mask.length}`);
  });
}

/** An array, of `length` entries if given. */
export function checkList(name: string, value: unknown, length?: number): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) throw new ArgumentTypeError(name, "an array, one entry a layer", describe(value));
  if (length !== undefined && value.length !== length)
    throw new ShapeError(name, `${length} entries`, `${value.length}`);
}

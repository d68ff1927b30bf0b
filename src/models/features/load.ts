/**
 * Feature maps in buffers and out of them.
 * @module
 */
import { ArgumentRangeError } from "../../core/errors.ts";
import { fromRecord, packRecord, type SavedBytes, type SavedRecord, unpackRecord } from "../../core/saved.ts";
import type { Engine } from "../../kernels/engine.ts";
import { Instance } from "../../kernels/instance.ts";
import { checkFeatureMap, type FeatureMap } from "../featureMap.ts";
import { nystromOf } from "./nystrom.ts";
import { randomOf } from "./random.ts";

const kinds: Record<string, (engine: Engine, record: SavedRecord) => FeatureMap> = {
  "nystrom-features": nystromOf,
  "random-features": randomOf,
};

/** The map that a record holds; a part of a model's record, as `partOf` gives it. @internal */
export function featuresIn(engine: Engine, record: SavedRecord): FeatureMap {
  const make = Object.hasOwn(kinds, record.kind) ? kinds[record.kind] : undefined;
  if (!make) throw new ArgumentRangeError("features", Object.keys(kinds).join(" or "), record.kind);
  return make(engine, record);
}

/** A feature map in one ArrayBuffer. */
export function saveFeatures(features: FeatureMap): ArrayBuffer {
  checkFeatureMap("features", features);
  return packRecord(features.record());
}

/** The map that was saved: the same features, bit by bit, in the same build. @throws SavedFormatError */
export function loadFeatures(lw: Instance, buffer: SavedBytes): FeatureMap {
  const engine = Instance.engineOf(lw);
  return fromRecord(unpackRecord(buffer, Object.keys(kinds)), (record) => featuresIn(engine, record));
}

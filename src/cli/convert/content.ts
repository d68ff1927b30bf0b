/**
 * What a file holds, whatever its format: arrays by name, each dense, sparse or in codes.
 * @module
 */
import type { LutParts } from "../../arrays/lutParts.ts";
import type { CsrRecord, Tensor } from "../../io/index.ts";

/** One array. */
export type Item =
  | { readonly kind: "dense"; readonly tensor: Tensor }
  | { readonly kind: "sparse"; readonly matrix: CsrRecord }
  | { readonly kind: "codes"; readonly parts: LutParts; readonly shape: readonly number[] };

/** A file's arrays, and its own notes where it has such. */
export interface Content {
  readonly items: Map<string, Item>;
  readonly notes: ReadonlyMap<string, string>;
}

/** An array in a few words, for people and for `--json`. */
export interface Description {
  readonly name: string;
  readonly layout: Item["kind"];
  /** Of the elements; of codes, that of what they stand for. */
  readonly type: string;
  readonly shape: readonly number[];
  /** Entries of a sparse matrix. */
  readonly nnz?: number;
  /** Bits of a code, and columns that share a scale. */
  readonly bits?: number;
  readonly groupSize?: number;
}

/** Describes an array. */
export function describeItem(name: string, item: Item): Description {
  if (item.kind === "dense") {
    const { type, shape } = item.tensor;
    return { name, layout: "dense", type, shape };
  }
  if (item.kind === "sparse") {
    const { type, rows, cols, indices } = item.matrix;
    return { name, layout: "sparse", type, shape: [rows, cols], nnz: indices.length };
  }
  const { bits, cols, groupSize = cols, tables } = item.parts;
  const type = tables instanceof Float32Array ? "f32" : "f64";
  return { name, layout: "codes", type, shape: item.shape, bits, groupSize };
}

/** A description as a line of text. */
export function descriptionText({ name, layout, type, shape, nnz, bits, groupSize }: Description): string {
  const size = shape.length === 0 ? "one number" : shape.join(" x ");
  if (layout === "sparse") return `${name}: sparse, ${size}, ${nnz} entries, ${type}`;
  if (layout === "codes") return `${name}: codes of ${bits} bits in groups of ${groupSize}, ${size}, for ${type}`;
  return `${name}: dense, ${size}, ${type}`;
}

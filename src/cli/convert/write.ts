/**
 * Arrays as the pieces of a file.
 * @module
 */
import {
  csrTensors,
  lutTensors,
  numbersOf,
  streamMatrixMarket,
  streamNpy,
  streamNpz,
  streamNpzCsr,
  streamSafetensors,
  type Tensor,
  type TensorInput,
  type TransferOptions,
} from "../../io/index.ts";
import type { Lanewise } from "../../lanewise.ts";
import { UsageError } from "../usage.ts";
import { denseOf } from "./change.ts";
import type { Content, Item } from "./content.ts";
import type { FileFormat } from "./formats.ts";
import { listed } from "./read.ts";
import { converted } from "./values.ts";

/** The arrays as the format can hold them, codes and bf16 as floats where it has neither. @throws UsageError where it cannot hold them at all */
export function fitted(lw: Lanewise, { items, notes }: Content, format: FileFormat): Content {
  if (format === "safetensors") return { items, notes };
  const names = [...items.keys()];
  if (format !== "npz" && names.length !== 1)
    throw new UsageError(`a .${format} file holds one array, of ${listed(names)}: choose by --name`);
  const fits = new Map<string, Item>();
  for (const [name, item] of items) {
    const now = item.kind === "codes" ? denseOf(lw, name, item) : item;
    const isBrain = now.kind === "dense" && now.tensor.type === "bf16" && format !== "mtx";
    fits.set(name, isBrain ? { kind: "dense", tensor: converted(lw, name, now.tensor, "f32") } : now);
  }
  const sparse = [...fits.values()].filter(({ kind }) => kind === "sparse");
  if (format === "npy" && sparse.length > 0)
    throw new UsageError("a .npy file holds dense arrays, and this one is sparse: add --dense");
  if (format === "npz" && sparse.length > 0 && fits.size > 1)
    throw new UsageError("a .npz file holds one sparse matrix, or dense arrays: choose by --name, or add --dense");
  return { items: fits, notes };
}

/** The pieces of a file with arrays that fit its format. */
export function piecesOf(
  lw: Lanewise,
  { items, notes }: Content,
  format: FileFormat,
  compress: boolean,
  options: TransferOptions,
): AsyncIterable<Uint8Array> {
  const [item] = items.values() as Iterable<Item & { kind: "dense" | "sparse" }>;
  if (format === "safetensors") return tensorPieces(lw, { items, notes }, options);
  if (format === "npz" && item?.kind === "sparse") return streamNpzCsr(item.matrix, { ...options, compress });
  if (format === "npz") {
    const tensors = [...items].map(([name, dense]): [string, Tensor] => [
      name,
      (dense as Item & { kind: "dense" }).tensor,
    ]);
    return streamNpz(new Map(tensors), { ...options, compress });
  }
  if (item?.kind === "sparse") return streamMatrixMarket(item.matrix, options);
  const { tensor } = item as Item & { kind: "dense" };
  if (format === "npy") return streamNpy(tensor, options);
  const isWhole = !/f\d/.test(tensor.type);
  const { shape } = tensor;
  return streamMatrixMarket(
    { shape, data: numbersOf(tensor) },
    { ...options, ...(isWhole ? { field: "integer" } : {}) },
  );
}

function tensorPieces(lw: Lanewise, { items, notes }: Content, options: TransferOptions): AsyncIterable<Uint8Array> {
  const tensors = new Map<string, TensorInput>();
  const metadata = new Map(notes);
  for (const [name, item] of items) {
    if (item.kind === "dense") {
      add(name, item.tensor);
      continue;
    }
    const parts =
      item.kind === "sparse"
        ? csrTensors({ [name]: item.matrix })
        : lw.scope(() => lutTensors({ [name]: lw.lut(item.parts) }));
    for (const [part, tensor] of Object.entries(parts.tensors)) add(part, tensor);
    metadata.set(name, parts.metadata[name] as string);
  }
  return streamSafetensors(tensors, { ...options, metadata });

  function add(name: string, tensor: TensorInput): void {
    if (tensors.has(name)) throw new Error(`two tensors would be called ${JSON.stringify(name)}: choose by --name`);
    tensors.set(name, tensor);
  }
}

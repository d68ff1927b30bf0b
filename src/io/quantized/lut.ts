/**
 * Matrices of codes as tensors, in a plain layout. For a matrix called `name`:
 *
 *   name.codes   u8, rows x ceil(cols * bits / 8): code j in bits j*bits and up of its row, the lowest bit of a byte first
 *   name.tables  f32 or f64, 1 or rows x 2^bits: one table for all rows, or one each
 *   name.scale   the same type, rows x ceil(cols / groupSize); not there where all are 1
 *   name.offset  likewise; not there where all are 0
 *   and in the file's metadata, under `name`: {"format":"lut","bits":4,"cols":4096,"groupSize":128}
 *
 * Entry (i, j) is tables[i][code] * scale[i][g] + offset[i][g], g = floor(j / groupSize).
 * @module
 */
import type { LutMatrix } from "../../arrays/lut.ts";
import type { LutParts } from "../../arrays/lutParts.ts";
import { describe } from "../../core/check.ts";
import { ArgumentTypeError } from "../../core/errors.ts";
import { entriesOf } from "../names.ts";
import type { SafetensorsContent } from "../safetensors/read.ts";
import { sizeOfShape, type TensorInput } from "../tensor/tensor.ts";
import { checkShape, finiteOf, tensorAt, wrong } from "./parts.ts";

/** What `writeSafetensors` takes: its tensors, and of its options the metadata. */
export interface LutTensors {
  tensors: Record<string, TensorInput>;
  metadata: Record<string, string>;
}

/** Matrices of codes by name, as tensors and metadata of a file. */
export function lutTensors(matrices: ReadonlyMap<string, LutMatrix> | Readonly<Record<string, LutMatrix>>): LutTensors {
  const out: LutTensors = { tensors: {}, metadata: {} };
  for (const [name, A] of entriesOf<LutMatrix>("matrices", matrices)) {
    if (typeof A?.pack !== "function")
      throw new ArgumentTypeError(`matrices[${JSON.stringify(name)}]`, "a LutMatrix", describe(A));
    const codes = A.pack(); // may grow memory, which makes views taken before it stale
    const { rows, cols, bits, groupSize, groups, scale, offset } = A;
    const tables = A.tables.slice();
    out.metadata[name] = JSON.stringify({ format: "lut", bits, cols, groupSize });
    out.tensors[`${name}.codes`] = { shape: [rows, Math.ceil((cols * bits) / 8)], data: codes };
    out.tensors[`${name}.tables`] = { shape: [tables.length / 2 ** bits, 2 ** bits], data: tables };
    if (scale) out.tensors[`${name}.scale`] = { shape: [rows, groups], data: scale.slice() };
    if (offset) out.tensors[`${name}.offset`] = { shape: [rows, groups], data: offset.slice() };
  }
  return out;
}

/** A matrix of codes from what was read of a file, as `lw.lut` takes it. @throws FormatError naming the tensor that is wrong */
export function lutParts({ tensors, metadata }: SafetensorsContent, name: string): LutParts {
  const { bits, cols, groupSize } = layoutOf(metadata.get(name), name);
  const codes = tensorAt(tensors, `${name}.codes`, ["u8"], 2);
  const rows = codes.shape[0] as number;
  checkShape(`${name}.codes`, codes, rows, Math.ceil((cols * bits) / 8));
  const tables = tensorAt(tensors, `${name}.tables`, ["f32", "f64"], 2);
  checkShape(`${name}.tables`, tables, tables.shape[0] === 1 ? 1 : rows, 2 ** bits);
  const beside = (part: "scale" | "offset") => {
    const key = `${name}.${part}`;
    if (!tensors.has(key)) return {};
    const tensor = tensorAt(tensors, key, [tables.type], 2);
    checkShape(key, tensor, rows, Math.ceil(cols / groupSize));
    return { [part]: finiteOf(key, tensor) };
  };
  return {
    rows,
    cols,
    bits,
    groupSize,
    codes: codes.data as Uint8Array<ArrayBuffer>,
    tables: finiteOf(`${name}.tables`, tables),
    ...beside("scale"),
    ...beside("offset"),
  };
}

function layoutOf(text: string | undefined, name: string): Required<Pick<LutParts, "bits" | "cols" | "groupSize">> {
  const expected = 'metadata {"format":"lut","bits":2, 3, 4 or 8,"cols":...,"groupSize":...}';
  if (text === undefined) throw wrong(name, expected, "none of this name");
  let found: Record<string, unknown>;
  try {
    found = Object(JSON.parse(text));
  } catch {
    throw wrong(name, expected, text);
  }
  const { format, bits, cols, groupSize } = found as {
    format: unknown;
    bits: LutParts["bits"];
    cols: number;
    groupSize: number;
  };
  const isSize = (v: unknown, least: number) => Number.isSafeInteger(v) && (v as number) >= least;
  const isGroup = isSize(groupSize, 1) && (groupSize % 32 === 0 || groupSize >= cols);
  if (
    format !== "lut" ||
    ![2, 3, 4, 8].includes(bits) ||
    !isSize(cols, 0) ||
    !isGroup ||
    sizeOfShape([cols, bits]) > 2 ** 32
  )
    throw wrong(name, expected, text);
  return { bits, cols, groupSize };
}

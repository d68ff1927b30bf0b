/**
 * Sparse matrices as tensors, in a plain layout. For a matrix called `name`:
 *
 *   name.indptr   u32, rows + 1: row i holds entries indptr[i] to indptr[i + 1] - 1
 *   name.indices  u32: the column of each entry
 *   name.values   f32 or f64: the entries
 *   and in the file's metadata, under `name`: {"format":"csr","rows":3,"cols":4}
 * @module
 */
import { typeOf } from "../../core/types.ts";
import { entriesOf } from "../names.ts";
import { checkShape, tensorAt, wrong } from "../quantized/parts.ts";
import type { SafetensorsContent } from "../safetensors/read.ts";
import type { TensorInput } from "../tensor/tensor.ts";
import { canonical } from "./compress.ts";
import { type CsrLike, type CsrRecord, checkCsr, faultOf } from "./record.ts";

/** What `writeSafetensors` takes: its tensors, and of its options the metadata. */
export interface CsrTensors {
  tensors: Record<string, TensorInput>;
  metadata: Record<string, string>;
}

/** Sparse matrices by name, as tensors and metadata of a file. @throws SparseStructureError and other argument errors */
export function csrTensors(matrices: ReadonlyMap<string, CsrLike> | Readonly<Record<string, CsrLike>>): CsrTensors {
  const out: CsrTensors = { tensors: {}, metadata: {} };
  for (const [name, A] of entriesOf<CsrLike>("matrices", matrices)) {
    checkCsr(A);
    const { rows, cols, indptr, indices, values } = A;
    out.metadata[name] = JSON.stringify({ format: "csr", rows, cols });
    out.tensors[`${name}.indptr`] = new Uint32Array(indptr);
    out.tensors[`${name}.indices`] = new Uint32Array(indices);
    out.tensors[`${name}.values`] = typeOf(values) === "f32" ? new Float32Array(values) : new Float64Array(values);
  }
  return out;
}

/** A sparse matrix from what was read of a file, sorted and duplicates summed, as `lw.csr` takes it. @throws FormatError naming the tensor that is wrong */
export function csrParts({ tensors, metadata }: SafetensorsContent, name: string): CsrRecord {
  const { rows, cols } = sizesOf(metadata.get(name), name);
  const indptr = tensorAt(tensors, `${name}.indptr`, ["u32"], 1);
  checkShape(`${name}.indptr`, indptr, rows + 1);
  const values = tensorAt(tensors, `${name}.values`, ["f32", "f64"], 1);
  const indices = tensorAt(tensors, `${name}.indices`, ["u32"], 1);
  checkShape(`${name}.indices`, indices, values.data.length);
  const structure = { indptr: indptr.data as CsrRecord["indptr"], indices: indices.data as CsrRecord["indices"] };
  const fault = faultOf(rows, cols, structure.indptr, structure.indices);
  if (fault) throw wrong(`${name}.${fault.part.split("[")[0]}`, `${fault.part}: ${fault.expected}`, fault.got);
  const type = values.type as CsrRecord["type"];
  return { rows, cols, ...canonical({ ...structure, values: values.data as CsrRecord["values"] }), type };
}

function sizesOf(text: string | undefined, name: string): { rows: number; cols: number } {
  const expected = 'metadata {"format":"csr","rows":...,"cols":...}';
  if (text === undefined) throw wrong(name, expected, "none of this name");
  let found: { format?: unknown; rows?: unknown; cols?: unknown };
  try {
    found = Object(JSON.parse(text));
  } catch {
    throw wrong(name, expected, text);
  }
  const { format, rows, cols } = found;
  if (format !== "csr" || !isSize(rows) || !isSize(cols)) throw wrong(name, expected, text);
  return { rows, cols };
}

const isSize = (size: unknown): size is number =>
  Number.isInteger(size) && (size as number) >= 0 && (size as number) <= 0xffffffff;

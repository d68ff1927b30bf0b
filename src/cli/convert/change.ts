/**
 * What the options of `lanewise convert` do to an array: type, then sparse or dense, then codes.
 * @module
 */
import type { FormatName } from "../../arrays/formats.ts";
import type { LutParts } from "../../arrays/lutParts.ts";
import { ArgumentRangeError } from "../../core/errors.ts";
import type { CsrRecord, ElementType, Tensor } from "../../io/index.ts";
import type { Lanewise } from "../../lanewise.ts";
import type { Item } from "./content.ts";
import { converted } from "./values.ts";

/** What to change. */
export interface Changes {
  readonly type?: ElementType | undefined;
  readonly layout?: "dense" | "sparse" | undefined;
  readonly quantize?: FormatName | undefined;
  readonly groupSize?: number | undefined;
}

/** Entries of a block of rows that is put into codes at once. */
const BLOCK = 1 << 22;

/** Changes one array; `pause` lets the host in between blocks. @throws ArgumentRangeError naming the array */
export async function changed(
  lw: Lanewise,
  name: string,
  item: Item,
  changes: Changes,
  pause: () => Promise<void>,
): Promise<Item> {
  const { type, layout, quantize, groupSize } = changes;
  let now = item;
  if (now.kind === "codes" && (type !== undefined || layout !== undefined || quantize !== undefined))
    now = denseOf(lw, name, now);
  if (type !== undefined) now = typed(lw, name, now, type);
  if (layout === "dense") now = denseOf(lw, name, now);
  if (now.kind !== "dense" || now.tensor.shape.length !== 2) return now;
  const tensor = now.tensor as Tensor & { shape: readonly [number, number] };
  if (quantize !== undefined && isFloating(tensor)) {
    const parts = await codesOf(
      lw,
      name,
      tensor,
      { format: quantize, ...(groupSize === undefined ? {} : { groupSize }) },
      pause,
    );
    return { kind: "codes", parts, shape: tensor.shape };
  }
  return layout === "sparse" ? { kind: "sparse", matrix: sparseOf(lw, name, tensor) } : now;
}

/** All of an array's entries side by side. @throws ArgumentRangeError where no array could hold them */
export function denseOf(lw: Lanewise, name: string, item: Item): Item & { kind: "dense" } {
  if (item.kind === "dense") return item;
  if (item.kind === "codes") {
    const { type, data } = lw.scope(() => {
      const { type, data } = lw.lut(item.parts).toDense();
      return { type, data: data.slice() };
    });
    return { kind: "dense", tensor: { type, shape: item.shape, data } as Tensor };
  }
  const { rows, cols, indptr, indices, values, type } = item.matrix;
  if (rows * cols > 2 ** 32)
    throw new ArgumentRangeError(name, "at most 2^32 entries in a dense matrix", `${rows} x ${cols}`);
  const data = type === "f32" ? new Float32Array(rows * cols) : new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++)
    for (let p = indptr[i] as number; p < (indptr[i + 1] as number); p++)
      data[i * cols + (indices[p] as number)] = values[p] as number;
  return { kind: "dense", tensor: { type, shape: [rows, cols], data } as Tensor };
}

const isFloating = ({ type }: Tensor): boolean => /f\d/.test(type);

function typed(lw: Lanewise, name: string, item: Item, type: ElementType): Item {
  if (item.kind === "dense") return { kind: "dense", tensor: converted(lw, name, item.tensor, type) };
  if (item.kind === "codes") return item;
  const { values, ...rest } = item.matrix;
  const line = { type: item.matrix.type, shape: [values.length], data: values } as Tensor;
  const { data } = converted(lw, name, line, type);
  // Entries are floats whatever they stand for.
  const isSingle = data instanceof Float32Array;
  const matrix = {
    ...rest,
    values: isSingle ? data : Float64Array.from(data as Float64Array, Number),
    type: isSingle ? "f32" : "f64",
  };
  return { kind: "sparse", matrix: matrix as CsrRecord };
}

/** The entries that are not 0, by rows. */
function sparseOf(lw: Lanewise, name: string, tensor: Tensor): CsrRecord {
  const [rows = 0, cols = 0] = tensor.shape;
  const isSingle = tensor.data instanceof Float32Array;
  const { data } = isSingle ? tensor : converted(lw, name, tensor, "f64");
  const numbers = data as Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  const indptr = new Uint32Array(rows + 1);
  for (let i = 0, count = 0; i < rows; i++) {
    for (let p = i * cols; p < (i + 1) * cols; p++) if (numbers[p] !== 0) count++;
    indptr[i + 1] = count;
  }
  const nnz = indptr[rows] as number;
  const indices = new Uint32Array(nnz);
  const values = isSingle ? new Float32Array(nnz) : new Float64Array(nnz);
  for (let p = 0, at = 0; at < nnz; p++)
    if (numbers[p] !== 0) {
      indices[at] = p % cols;
      values[at++] = numbers[p] as number;
    }
  return { rows, cols, indptr, indices, values, type: isSingle ? "f32" : "f64" };
}

/** Codes for a matrix, by blocks of rows: a row's do not depend on another's. */
async function codesOf(
  lw: Lanewise,
  name: string,
  { shape, data }: Tensor,
  options: { format: FormatName; groupSize?: number },
  pause: () => Promise<void>,
): Promise<LutParts> {
  const [rows = 0, cols = 0] = shape;
  const numbers = data as Float32Array | Float64Array;
  const bad = numbers.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new ArgumentRangeError(`${name}[${bad}]`, "a finite number", `${numbers[bad]}`);
  const step = Math.max(1, Math.floor(BLOCK / Math.max(1, cols)));
  const blocks: (LutParts & { scale: Float32Array | Float64Array; offset: Float32Array | Float64Array })[] = [];
  for (let i = 0; i === 0 || i < rows; i += step) {
    const end = Math.min(rows, i + step);
    blocks.push(
      lw.scope(() => {
        const Q = lw.quantize(lw.matrix(end - i, cols, numbers.subarray(i * cols, end * cols)), options);
        const { bits, groupSize, type, scale, offset, tables } = Q;
        const none = new Float32Array(0);
        return {
          rows: end - i,
          cols,
          bits,
          groupSize,
          type,
          codes: Q.pack(),
          tables: tables.slice(),
          scale: scale?.slice() ?? none,
          offset: offset?.slice() ?? none,
        };
      }),
    );
    await pause();
  }
  const { bits, groupSize, tables, type, offset } = blocks[0] as (typeof blocks)[0];
  const joined = <A extends Uint8Array | Float32Array | Float64Array>(arrays: A[]): A => {
    const out = new (arrays[0] as A & { constructor: new (n: number) => A }).constructor(
      arrays.reduce((sum, { length }) => sum + length, 0),
    ) as A;
    let at = 0;
    for (const array of arrays) {
      out.set(array, at);
      at += array.length;
    }
    return out;
  };
  return {
    rows,
    cols,
    bits,
    tables,
    ...(groupSize === undefined ? {} : { groupSize }),
    ...(type === undefined ? {} : { type }),
    codes: joined(blocks.map((block) => block.codes)),
    scale: joined(blocks.map((block) => block.scale)),
    ...(offset.length === 0 ? {} : { offset: joined(blocks.map((block) => block.offset)) }),
  };
}

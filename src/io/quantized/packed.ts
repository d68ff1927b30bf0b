/**
 * Layers of whole numbers as GPTQ and AWQ checkpoints pack them in words of 32 bits: W_oi = scales_go (q_io - zeros_go).
 *
 * GPTQ (Frantar, Ashkboos, Hoefler and Alistarh, arXiv:2210.17323), as AutoGPTQ stores it:
 *   name.qweight  i32, in * bits / 32 x out: down a column the codes one after the other, the lowest bits of a word first
 *   name.qzeros   i32, groups x out * bits / 32: along a row likewise; less 1 ("gptq"), or as they are ("gptq_v2")
 *   name.scales   f16 (bf16, f32), groups x out
 *   name.g_idx    i32, in: the group of each input; may be left out where groups lie side by side
 *
 * AWQ (Lin, Tang, Tang, Yang, Chen, Wang, Xiao, Dang, Gan and Han, arXiv:2306.00978), as AutoAWQ stores it: 4 bits;
 *   name.qweight  i32, in x out / 8: of eight outputs 0 2 4 6 1 3 5 7, from the lowest bits up; qzeros, scales likewise
 * @module
 */
import type { LutParts } from "../../arrays/lutParts.ts";
import { checkChoice, checkOptions, describe } from "../../core/check.ts";
import { ArgumentRangeError } from "../../core/errors.ts";
import { checkShape, finiteOf, foreign, tensorAt, type Tensors, wrong } from "./parts.ts";

/** How a GPTQ checkpoint was written. */
export interface GptqReadOptions {
  /** Bits a code: that of its quantize_config.json. Default 4. */
  bits?: 2 | 3 | 4 | 8;
  /** Its checkpoint_format: whether zeros are stored less 1 ("gptq", the default) or as they are. */
  format?: "gptq" | "gptq_v2";
}

/** A layer as `lw.lut` takes it. */
export interface PackedParts extends LutParts {
  /**
   * Where inputs were quantized out of order (act_order, desc_act): column j stands for input order[j], so that the product is
   * with x[order[0]], x[order[1]], ...
   */
  order?: Uint32Array<ArrayBuffer>;
}

const FLOATS = ["f16", "bf16", "f32"] as const;
/** Which of eight outputs lies in which four bits of a word of AWQ. */
const PLACES = [0, 2, 4, 6, 1, 3, 5, 7] as const;

/**
 * A layer of a GPTQ checkpoint, from the tensors `name.qweight`, `.qzeros`, `.scales` and `.g_idx`.
 * @throws FormatError naming the tensor that is missing or wrong; UnsupportedFormatError for groups that are no multiple of 32
 */
export function gptqParts(
  { tensors }: { readonly tensors: Tensors },
  name: string,
  options: GptqReadOptions = {},
): PackedParts {
  checkOptions("options", options);
  const { bits = 4, format = "gptq" } = options;
  if (![2, 3, 4, 8].includes(bits)) throw new ArgumentRangeError("bits", "2, 3, 4, 8", describe(bits));
  checkChoice("format", format, ["gptq", "gptq_v2"]);
  const weights = tensorAt(tensors, `${name}.qweight`, ["i32"], 2);
  const [words, rows] = weights.shape as [number, number];
  const cols = (words * 32) / bits;
  if (!Number.isInteger(cols)) throw wrong(`${name}.qweight`, `a multiple of ${bits} rows`, `${words}`);
  if ((rows * bits) % 32 !== 0) throw wrong(`${name}.qweight`, `outputs that fill words of 32 bits`, `${rows}`);
  const { groups, scales, zeros } = beside(tensors, name, rows, (rows * bits) / 32);
  const order = orderOf(tensors, name, cols, groups);
  const source = weights.data as Int32Array;
  const codes = new Uint8Array(rows * cols);
  for (let j = 0; j < cols; j++) {
    const from = order ? (order[j] as number) : j;
    for (let i = 0; i < rows; i++) codes[i * cols + j] = field(source, i, rows, from, bits);
  }
  const first = format === "gptq" ? 1 : 0;
  const zeroOf = (g: number, i: number) => field(zeros, (g * rows * bits) / 32, 1, i, bits) + first;
  return { ...partsOf(name, bits, rows, cols, groups, codes, scales, zeroOf), ...(order && { order }) };
}

/**
 * A layer of an AWQ checkpoint, from the tensors `name.qweight`, `.qzeros` and `.scales`.
 * @throws as gptqParts
 */
export function awqParts({ tensors }: { readonly tensors: Tensors }, name: string): LutParts {
  const weights = tensorAt(tensors, `${name}.qweight`, ["i32"], 2);
  const [cols, words] = weights.shape as [number, number];
  const rows = words * 8;
  const { groups, scales, zeros } = beside(tensors, name, rows, words);
  const codes = new Uint8Array(rows * cols);
  const at = (source: Int32Array, line: number, i: number) =>
    ((source[line * words + (i >> 3)] as number) >>> (4 * PLACES.indexOf((i & 7) as 0))) & 15;
  const source = weights.data as Int32Array;
  for (let j = 0; j < cols; j++) for (let i = 0; i < rows; i++) codes[i * cols + j] = at(source, j, i);
  return partsOf(name, 4, rows, cols, groups, codes, scales, (g, i) => at(zeros, g, i));
}

/** Scales and zeros. */
function beside(tensors: Tensors, name: string, rows: number, words: number) {
  const scales = tensorAt(tensors, `${name}.scales`, FLOATS, 2);
  const groups = scales.shape[0] as number;
  checkShape(`${name}.scales`, scales, groups, rows);
  const zeros = tensorAt(tensors, `${name}.qzeros`, ["i32"], 2);
  checkShape(`${name}.qzeros`, zeros, groups, words);
  return { groups, scales: finiteOf(`${name}.scales`, scales), zeros: zeros.data as Int32Array };
}

/** Number k of `bits` bits in words `stride` apart. */
function field(words: Int32Array, first: number, stride: number, k: number, bits: number): number {
  const [at, shift] = [first + ((k * bits) >> 5) * stride, (k * bits) & 31];
  const low = (words[at] as number) >>> shift;
  const high = shift + bits > 32 ? (words[at + stride] as number) << (32 - shift) : 0;
  return (low | high) & (2 ** bits - 1);
}

/** Inputs by group where they are not so already. @throws FormatError unless each group has its share */
function orderOf(tensors: Tensors, name: string, cols: number, groups: number): Uint32Array<ArrayBuffer> | undefined {
  const key = `${name}.g_idx`;
  if (!tensors.has(key)) return undefined;
  const tensor = tensorAt(tensors, key, ["i32"], 1);
  checkShape(key, tensor, cols);
  const group = tensor.data as Int32Array;
  const size = groupOf(cols, groups);
  if (group.every((g, j) => g === Math.floor(j / size))) return undefined;
  const bad = group.findIndex((g) => g < 0 || g >= groups);
  if (bad >= 0) throw wrong(key, `groups below ${groups}`, `${group[bad]} at ${bad}`);
  const order = Uint32Array.from(group.keys()).sort((a, b) => (group[a] as number) - (group[b] as number) || a - b);
  const uneven = order.findIndex((from, j) => group[from] !== Math.floor(j / size));
  if (uneven >= 0) throw wrong(key, `${size} inputs a group`, `others in group ${Math.floor(uneven / size)}`);
  return order;
}

const groupOf = (cols: number, groups: number): number => Math.max(1, Math.ceil(cols / Math.max(1, groups)));

function partsOf(
  name: string,
  bits: 2 | 3 | 4 | 8,
  rows: number,
  cols: number,
  groups: number,
  codes: Uint8Array,
  scales: ArrayLike<number>,
  zeroOf: (g: number, i: number) => number,
): LutParts {
  const groupSize = groupOf(cols, groups);
  if (Math.ceil(cols / groupSize) !== groups)
    throw wrong(`${name}.scales`, `groups of equal size of ${cols} inputs`, `${groups}`);
  if (groupSize % 32 !== 0 && groups > 1)
    throw foreign(`${name}.scales`, "groups of a multiple of 32 inputs", `${groupSize}`);
  const [scale, offset] = [new Float32Array(rows * groups), new Float32Array(rows * groups)];
  for (let i = 0; i < rows; i++)
    for (let g = 0; g < groups; g++) {
      const s = scales[g * rows + i] as number;
      scale[i * groups + g] = s;
      offset[i * groups + g] = -s * zeroOf(g, i);
    }
  const tables = Float32Array.from({ length: 2 ** bits }, (_, c) => c);
  return { rows, cols, bits, groupSize, codes, tables, scale, offset };
}

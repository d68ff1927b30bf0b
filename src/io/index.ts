/**
 * Files of matrices and tensors: Matrix Market, .npy, .npz and safetensors, read and written, whole or streaming; GGUF, read.
 *
 * Sources are bytes, Blobs, streams or asynchronous iterables; results are plain records over typed arrays.
 * @module
 */
export { type Format, FormatError, type Place, UnsupportedFormatError } from "./errors.ts";
export type { BlockType, GgufCodes } from "./gguf/blocks.ts";
export { type GgufInt8, int8Parts } from "./gguf/int8.ts";
export type { GgufEntry, GgufValue } from "./gguf/header.ts";
export {
  type GgufContent,
  GgufFile,
  type GgufReadOptions,
  type GgufTensor,
  openGguf,
  readGguf,
} from "./gguf/read.ts";
export type { Field, Layout, MarketHeader, Symmetry } from "./market/header.ts";
export { type MarketDense, type MarketReadOptions, type MarketSparse, readMatrixMarket } from "./market/read.ts";
export { type MarketInput, type MarketWriteOptions, streamMatrixMarket, writeMatrixMarket } from "./market/write.ts";
export type { TensorInputs } from "./names.ts";
export { readNpy, streamNpy, writeNpy } from "./npy/npy.ts";
export { readNpzCsr, streamNpzCsr, writeNpzCsr } from "./npz/csr.ts";
export { NpzFile, type NpzOptions, type NpzReadOptions, openNpz, readNpz } from "./npz/read.ts";
export { type NpzWriteOptions, streamNpz, writeNpz } from "./npz/write.ts";
export type { HalfFloats, Progress, TransferOptions } from "./pace.ts";
export { lutParts, type LutTensors, lutTensors } from "./quantized/lut.ts";
export { awqParts, gptqParts, type GptqReadOptions, type PackedParts } from "./quantized/packed.ts";
export type { SafetensorsEntry } from "./safetensors/header.ts";
export {
  openSafetensors,
  readSafetensors,
  type SafetensorsContent,
  SafetensorsFile,
  type SafetensorsReadOptions,
} from "./safetensors/read.ts";
export { type SafetensorsWriteOptions, streamSafetensors, writeSafetensors } from "./safetensors/write.ts";
export { readableStream } from "./sink.ts";
export type { Bytes, Source } from "./source.ts";
export type { CsrLike, CsrRecord } from "./sparse/record.ts";
export { csrParts, type CsrTensors, csrTensors } from "./sparse/tensors.ts";
export type { ElementType, TensorArrays, TensorData } from "./tensor/elements.ts";
export { numbersOf, type Tensor, type TensorInput, type TensorOf, type TensorView } from "./tensor/tensor.ts";

/**
 * What is wrong with a file: which format, where, what had to stand there and what did.
 * @module
 */

/** The formats of this folder. */
export type Format = "Matrix Market" | "npy" | "npz" | "safetensors" | "gguf";

/** Where in a file: bytes from the start (of the archive's member, if one is named), or the line, counted from 1. */
export interface Place {
  readonly offset?: number;
  readonly line?: number;
  /** The archive's member or the tensor. */
  readonly entry?: string;
}

/** A file that breaks the rules of its format, or ends too early, or claims more than it holds. */
export class FormatError extends Error {
  override name = "FormatError";
  /** Bytes from the start, where that is known. */
  readonly offset: number | undefined;
  /** The line, counted from 1, in formats that have lines. */
  readonly line: number | undefined;
  /** The archive's member or the tensor, if it is about one. */
  readonly entry: string | undefined;

  constructor(
    readonly format: Format,
    place: Place,
    readonly expected: string,
    readonly got: string,
    options?: ErrorOptions,
  ) {
    const { offset, line, entry } = place;
    const where = [
      format,
      ...(entry === undefined ? [] : [JSON.stringify(entry)]),
      ...(line === undefined ? [] : [`line ${line}`]),
      ...(offset === undefined ? [] : [`byte ${offset}`]),
    ].join(", ");
    super(`${where}: expected ${expected}, got ${got}`, options);
    this.offset = offset;
    this.line = line;
    this.entry = entry;
  }
}

/** A file that may well be sound, but uses a part of its format that is not read here, such as complex numbers. */
export class UnsupportedFormatError extends FormatError {
  override name = "UnsupportedFormatError";
}

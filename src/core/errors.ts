/**
 * Every error the package throws on purpose has a class of its own, and bad arguments carry what was wrong as data.
 * @module
 */

/** What an argument error says: the argument's name, what it had to be and what came. */
export interface ArgumentFault {
  readonly argument: string;
  readonly expected: string;
  readonly got: string;
}

const sentence = (argument: string, expected: string, got: string) => `"${argument}": expected ${expected}, got ${got}`;

/** An argument of the wrong kind: not an array, another element type, an array of another instance. */
export class ArgumentTypeError extends TypeError implements ArgumentFault {
  override name = "ArgumentTypeError";
  constructor(
    readonly argument: string,
    readonly expected: string,
    readonly got: string,
  ) {
    super(sentence(argument, expected, got));
  }
}

/** An argument of the right kind with a value that cannot be taken. */
export class ArgumentRangeError extends RangeError implements ArgumentFault {
  override name = "ArgumentRangeError";
  constructor(
    readonly argument: string,
    readonly expected: string,
    readonly got: string,
  ) {
    super(sentence(argument, expected, got));
  }
}

/** Lengths or shapes that do not fit each other. */
export class ShapeError extends ArgumentRangeError {
  override name = "ShapeError";
}

/** Compressed sparse arrays that break their own rules: indptr decreases, an index is out of range or out of order. */
export class SparseStructureError extends ArgumentRangeError {
  override name = "SparseStructureError";
}

/** An array used after its memory was given back. */
export class DisposedError extends Error {
  override name = "DisposedError";
  constructor(readonly kind: string) {
    super(`this ${kind} was disposed: its memory has been given back`);
  }
}

/** Linear memory could not grow. Nothing was reserved; the heap is as it was before. */
export class OutOfMemoryError extends Error {
  override name = "OutOfMemoryError";
  constructor(
    /** Bytes asked for. */
    readonly bytes: number,
    /** Bytes held by live arrays. */
    readonly inUse: number,
  ) {
    super(`out of memory: ${bytes} bytes asked for with ${inUse} in use; dispose arrays or raise memory.maximum`);
  }
}

/** A matrix that had to be positive definite is not. */
export class NotPositiveDefiniteError extends Error {
  override name = "NotPositiveDefiniteError";
  constructor(
    /** Zero-based index of the pivot that was not > 0: the leading minor of order pivot + 1 is the first to fail. */
    readonly pivot: number,
  ) {
    super(`not positive definite: pivot ${pivot} is not > 0`);
  }
}

/** A triangular matrix with a zero on its diagonal, or a factorisation that met an exact zero pivot. */
export class SingularMatrixError extends Error {
  override name = "SingularMatrixError";
  constructor(readonly pivot: number) {
    super(`singular: pivot ${pivot} is zero`);
  }
}

/** The host cannot run the build that was asked for. */
export class UnsupportedBuildError extends Error {
  override name = "UnsupportedBuildError";
  constructor(readonly build: string) {
    super(`build "${build}" needs relaxed SIMD, which this host does not have; use "simd" or "auto"`);
  }
}

/**
 * A thread failed in the middle of a call, or was lost. What the call was to write holds anything; the instance stays usable.
 */
export class WorkerError extends Error {
  override name = "WorkerError";
}

/** The WebAssembly module could not be fetched, read or compiled. */
export class LoadError extends Error {
  override name = "LoadError";
  constructor(
    message: string,
    readonly url?: string,
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A kernel that the WebAssembly module in use does not have: it was built for other families. */
export class MissingKernelError extends Error {
  override name = "MissingKernelError";
  constructor(
    readonly kernel: string,
    /** What is missing: `lanewise/slim/<family>.wasm` has it, and so have the whole builds. */
    readonly family: string,
  ) {
    super(`no ${kernel} in the WebAssembly module: load one that has the family "${family}", such as simd.wasm`);
  }
}

/** Why a buffer is not what was saved; `SavedFormatError` has the words. */
export type SavedFault = "foreign" | "version" | "truncated" | "checksum" | "content" | "kind";

/**
 * A buffer that cannot be loaded. `reason`: "foreign", it was not saved by lanewise; "version", by a newer one; "truncated", shorter or
 * longer than it says; "checksum", a byte of it has changed; "content", what it holds cannot be; "kind", it holds something else.
 */
export class SavedFormatError extends Error {
  override name = "SavedFormatError";
  constructor(
    readonly reason: SavedFault,
    readonly expected: string,
    readonly got: string,
    options?: ErrorOptions,
  ) {
    super(`saved buffer (${reason}): expected ${expected}, got ${got}`, options);
  }
}

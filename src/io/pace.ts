/**
 * The steps of a transfer: progress told, an abort seen, other work of the host let in now and then.
 * @module
 */
import { checkOptions, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";

/** How far a transfer has come. */
export interface Progress {
  /** Bytes read or written so far. */
  readonly bytes: number;
  /** Bytes in all, where that is known. */
  readonly total?: number;
}

/** What converts floats of 16 bits; an instance of lanewise is one. */
export interface HalfFloats {
  /** The numbers that codes stand for. */
  decode(codes: Uint16Array, format: "f16" | "bf16"): Float32Array<ArrayBuffer>;
  /** The nearest codes, ties to even. */
  encode(numbers: Float32Array, format: "f16" | "bf16"): Uint16Array<ArrayBuffer>;
}

/** What every reader and writer takes. */
export interface TransferOptions {
  /** An instance, whose kernels then convert f16 and bf16 in place of a loop: the same bits, several times as fast. */
  lw?: HalfFloats;
  /** Ends the transfer with the signal's reason. */
  signal?: AbortSignal;
  /** Called after each piece. */
  onProgress?: (progress: Progress) => void;
}

/** Bytes of one piece of a transfer. */
export const PIECE = 1 << 20;

const SLICE = 16;

/** @throws ArgumentTypeError if the options are none */
export function checkTransfer(options: TransferOptions): void {
  checkOptions("options", options);
  const { lw, signal, onProgress } = options;
  if (lw !== undefined && (typeof lw?.decode !== "function" || typeof lw.encode !== "function"))
    throw new ArgumentTypeError("lw", "an instance of lanewise", describe(lw));
  if (signal !== undefined && typeof signal?.aborted !== "boolean")
    throw new ArgumentTypeError("signal", "an AbortSignal", describe(signal));
  if (onProgress !== undefined && typeof onProgress !== "function")
    throw new ArgumentTypeError("onProgress", "a function", describe(onProgress));
}

/** One transfer. */
export class Pace {
  readonly #options: TransferOptions;
  readonly #total: number | undefined;
  #bytes = 0;
  #since = performance.now();

  constructor(options: TransferOptions, total?: number) {
    checkTransfer(options);
    this.#options = options;
    this.#total = total;
  }

  /** Counts `length` bytes more. Gives way to the host about every 16 ms. */
  async passed(length: number): Promise<void> {
    const { signal, onProgress } = this.#options;
    this.#bytes += length;
    const bytes = this.#bytes;
    onProgress?.(this.#total === undefined ? { bytes } : { bytes, total: this.#total });
    if (performance.now() - this.#since >= SLICE) {
      await new Promise<void>((resolve) => setTimeout(resolve));
      this.#since = performance.now();
    }
    signal?.throwIfAborted();
  }

  /** What `wait` gives, unless the signal comes first. */
  async until<T>(wait: () => Promise<T> | T): Promise<T> {
    const { signal } = this.#options;
    if (!signal) return wait();
    signal.throwIfAborted();
    let abort = () => {};
    const aborted = new Promise<never>((_, reject) => {
      abort = () => reject(signal.reason);
      signal.addEventListener("abort", abort, { once: true });
    });
    try {
      return await Promise.race([wait(), aborted]);
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }
}

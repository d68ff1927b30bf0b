/**
 * What every array is made of: an element type and one block of linear memory, disposable.
 * @module
 */
import { checkReal, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentTypeError, DisposedError, ShapeError } from "../core/errors.ts";
import { arrayOf, type Floats, type Numbers, type Real } from "../core/types.ts";
import type { Engine } from "./engine.ts";
import type { Block } from "./memory.ts";

/** Views keep their block's owner reachable, so that memory is not given back while a view of it is held. */
const owners = new WeakMap<object, Storage>();

/** Base of all arrays. */
export abstract class Storage extends Owner {
  /** What error messages call this array. */
  protected abstract readonly kind: string;
  readonly #block: Block;
  /** The block, reachable for `scope`. @internal */
  protected readonly held: Block;

  protected constructor(
    readonly engine: Engine,
    readonly type: Real,
    bytes: number,
  ) {
    super();
    checkReal("type", type);
    this.#block = engine.memory.alloc(bytes);
    this.held = this.#block;
  }

  /** Where the block lies in linear memory. For src/kernels only. @internal @throws DisposedError */
  get ptr(): number {
    if (this.#block.address === 0) throw new DisposedError(this.kind);
    return this.#block.address;
  }

  /** Bytes reserved. */
  get bytes(): number {
    return this.#block.bytes;
  }

  /** Whether the memory has been given back. */
  get disposed(): boolean {
    return this.#block.address === 0;
  }

  /** Gives the memory back. Doing so twice is harmless; using the array afterwards throws. */
  override dispose(): void {
    this.engine.memory.free(this.#block);
  }

  /** A fresh view of `length` numbers from `offset` bytes on. Growth of memory detaches it. @internal */
  protected floats(offset: number, length: number): Floats {
    const view = new arrayOf[this.type](this.engine.memory.wasm.buffer as ArrayBuffer, this.ptr + offset, length);
    owners.set(view, this);
    return view;
  }

  /** As `floats`, of 32-bit indices. @internal */
  protected words(offset: number, length: number): Uint32Array<ArrayBuffer> {
    const view = new Uint32Array(this.engine.memory.wasm.buffer as ArrayBuffer, this.ptr + offset, length);
    owners.set(view, this);
    return view;
  }

  /** As `floats`, of 16-bit indices. @internal */
  protected shorts(offset: number, length: number): Uint16Array<ArrayBuffer> {
    const view = new Uint16Array(this.engine.memory.wasm.buffer as ArrayBuffer, this.ptr + offset, length);
    owners.set(view, this);
    return view;
  }

  /** As `floats`, of signed bytes. @internal */
  protected signed(offset: number, length: number): Int8Array<ArrayBuffer> {
    const view = new Int8Array(this.engine.memory.wasm.buffer as ArrayBuffer, this.ptr + offset, length);
    owners.set(view, this);
    return view;
  }

  /** As `floats`, of bytes. @internal */
  protected octets(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const view = new Uint8Array(this.engine.memory.wasm.buffer as ArrayBuffer, this.ptr + offset, length);
    owners.set(view, this);
    return view;
  }
}

/** Fills a fresh array, giving it back if that fails. */
export function filled<S extends Storage>(out: S, fill: () => void): S {
  try {
    fill();
    return out;
  } catch (error) {
    out.dispose();
    throw error;
  }
}

/**
 * The same numbers, sure to stay as they are while they are checked and copied in: not a view of this memory, which
 * growth would detach, and not an array that could answer otherwise at a second reading.
 */
export function settled(engine: Engine, numbers: Numbers): Numbers {
  if (numbers.length === 0) return []; // also what a detached view becomes
  if (!ArrayBuffer.isView(numbers)) return Array.from(numbers);
  return numbers.buffer === engine.memory.wasm.buffer ? (numbers as unknown as Floats).slice() : numbers;
}

/** The next multiple of 64. */
export const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** `length` contiguous elements, for the faces of the kernels. */
export interface VectorRef extends Storage {
  readonly length: number;
}

/** rows x cols, row-major without gaps. */
export interface MatrixRef extends Storage {
  readonly rows: number;
  readonly cols: number;
}

/** Compressed sparse rows; the three arrays lie in one block, at these offsets in bytes. */
export interface CsrRef extends MatrixRef {
  readonly nnz: number;
  readonly indicesOffset: number;
  readonly valuesOffset: number;
}

/** What makes arrays kin: one instance, one element type. */
type Kin = Pick<Storage, "engine" | "type">;

/** An array of the same instance and element type as `like`. @throws ArgumentTypeError */
export function checkKin(name: string, value: unknown, like: Kin): asserts value is Storage {
  if (!(value instanceof Storage)) throw new ArgumentTypeError(name, "an array of lanewise", describe(value));
  if (value.engine !== like.engine)
    throw new ArgumentTypeError(name, "an array of the same instance", "one of another");
  if (value.type !== like.type) throw new ArgumentTypeError(name, `elements of ${like.type}`, value.type);
}

/** A vector of any length, type and instance. */
export function checkSomeVector(name: string, value: unknown): asserts value is VectorRef {
  if (!(value instanceof Storage) || (value as Partial<VectorRef>).length === undefined)
    throw new ArgumentTypeError(name, "a Vector", describe(value));
}

/** A vector of `length` elements, kin of `like`. */
export function checkVector(name: string, value: unknown, like: Kin, length: number): asserts value is VectorRef {
  checkKin(name, value, like);
  const got = (value as Partial<VectorRef>).length;
  if (got === undefined) throw new ArgumentTypeError(name, "a Vector", describe(value));
  if (got !== length) throw new ShapeError(name, `${length} elements`, `${got}`);
}

/** A dense matrix of rows x cols, kin of `like`. */
export function checkMatrix(
  name: string,
  value: unknown,
  like: Kin,
  rows: number,
  cols: number,
): asserts value is MatrixRef {
  checkKin(name, value, like);
  const got = value as MatrixRef;
  if (got.rows === undefined || "nnz" in got || "bits" in got)
    throw new ArgumentTypeError(name, "a Matrix", describe(value));
  if (got.rows !== rows || got.cols !== cols)
    throw new ShapeError(name, `${rows} x ${cols}`, `${got.rows} x ${got.cols}`);
}

/** `out` is none of the inputs. */
export function checkApart(out: Storage, ...inputs: Storage[]): void {
  if (inputs.includes(out)) throw new ArgumentTypeError("out", "an array apart from the inputs", "one of the inputs");
}

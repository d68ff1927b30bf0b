/**
 * Linear memory: blocks of the module's own heap, counted, scoped, and given back when their owner is.
 * @module
 */
import { ArgumentTypeError, OutOfMemoryError } from "../core/errors.ts";
import { checkFunction } from "../core/check.ts";
import type { Kernels } from "./load.ts";

/** Bytes and arrays held by one instance. */
export interface MemoryUse {
  /** Bytes held by live arrays. */
  readonly bytes: number;
  /** The most that `bytes` has been. */
  readonly peak: number;
  /** Arrays alive. */
  readonly arrays: number;
  /** Bytes of scratch kept between calls. */
  readonly workspace: number;
  /** Bytes of linear memory taken from the host; WebAssembly memory never shrinks. */
  readonly reserved: number;
}

/** One piece of the heap, 64-byte aligned. */
export class Block {
  /** 0 once freed. */
  address: number;
  constructor(
    address: number,
    readonly bytes: number,
  ) {
    this.address = address;
  }
}

interface Held {
  readonly address: number;
  readonly bytes: number;
}

/** The heap of one instance. */
export class Memory {
  #bytes = 0;
  #peak = 0;
  #arrays = 0;
  #scratch: Held = { address: 0, bytes: 0 };
  /**
   * Addresses of blocks of one size, given back last. TLSF rounds a request up to its next size class and would pass
   * over a hole of exactly that size; so a block of the same size is handed out again, and any other request drains these first.
   */
  readonly #spare: { bytes: number; addresses: number[] } = { bytes: 0, addresses: [] };
  readonly #scopes: Set<Block>[] = [];
  readonly #lost = new FinalizationRegistry<Held>((held) => this.#release(held));

  constructor(
    readonly wasm: WebAssembly.Memory,
    private readonly heap: Kernels["u8"],
  ) {}

  /** What is in use now. */
  get use(): MemoryUse {
    return {
      bytes: this.#bytes,
      peak: this.#peak,
      arrays: this.#arrays,
      workspace: this.#scratch.bytes,
      reserved: this.wasm.buffer.byteLength,
    };
  }

  /** Reserves a block. @throws OutOfMemoryError where memory cannot grow */
  alloc(bytes: number): Block {
    const block = new Block(this.#take(bytes), bytes);
    this.#bytes += bytes;
    this.#peak = Math.max(this.#peak, this.#bytes);
    this.#arrays++;
    this.#lost.register(block, { address: block.address, bytes }, block);
    this.#scopes.at(-1)?.add(block);
    return block;
  }

  /** Gives a block back; doing so twice is harmless. */
  free(block: Block): void {
    if (block.address === 0) return;
    const held = { address: block.address, bytes: block.bytes };
    block.address = 0;
    this.#lost.unregister(block);
    for (const scope of this.#scopes) scope.delete(block);
    this.#release(held);
  }

  /**
   * Scratch of at least `bytes`, for one kernel call: the next call of `workspace` may reuse or move it.
   * It grows to the largest request and is kept, so that repeated work reserves nothing.
   */
  workspace(bytes: number): number {
    if (bytes > this.#scratch.bytes) {
      if (this.#scratch.address !== 0) this.heap.heap_free(this.#scratch.address);
      this.#scratch = { address: 0, bytes: 0 };
      this.#scratch = { address: this.#take(bytes), bytes };
    }
    return this.#scratch.address;
  }

  /** Lets go of the scratch, which lost threads may still write to; what is returned gives it back to the heap. */
  abandonWorkspace(): () => void {
    const { address } = this.#scratch;
    this.#scratch = { address: 0, bytes: 0 };
    return () => {
      if (address !== 0) this.heap.heap_free(address);
    };
  }

  /** Runs `body`, then frees every block made in it but those reachable from what it returns. */
  scope<R>(body: () => R): R {
    checkFunction("body", body);
    const made = new Set<Block>();
    this.#scopes.push(made);
    let kept = new Set<Block>();
    try {
      const result = body();
      if (result instanceof Promise)
        throw new ArgumentTypeError("body", "a synchronous function", "one that returns a Promise");
      kept = blocksOf(result);
      return result;
    } finally {
      this.#scopes.pop();
      for (const block of made) {
        if (kept.has(block)) this.#scopes.at(-1)?.add(block);
        else this.free(block);
      }
    }
  }

  #take(bytes: number): number {
    if (bytes !== this.#spare.bytes) this.#drain();
    const spare = this.#spare.addresses.pop();
    if (spare !== undefined) return spare;
    try {
      if (bytes > 0xffffff00) throw new RangeError("larger than linear memory can be");
      return this.heap.heap_alloc(bytes) >>> 0;
    } catch {
      throw new OutOfMemoryError(bytes, this.#bytes);
    }
  }

  #release(held: Held): void {
    if (held.bytes !== this.#spare.bytes) this.#drain();
    this.#spare.bytes = held.bytes;
    this.#spare.addresses.push(held.address);
    this.#bytes -= held.bytes;
    this.#arrays--;
  }

  #drain(): void {
    for (const address of this.#spare.addresses.splice(0)) this.heap.heap_free(address);
  }
}

/** The blocks reachable from a value through arrays, maps, sets and objects. */
function blocksOf(value: unknown): Set<Block> {
  const found = new Set<Block>();
  const seen = new Set<unknown>();
  const visit = (v: unknown): void => {
    if (typeof v !== "object" || v === null || seen.has(v) || ArrayBuffer.isView(v) || v instanceof Memory) return;
    seen.add(v);
    if (v instanceof Block) found.add(v);
    else if (v instanceof Map) for (const pair of v) pair.forEach(visit);
    else for (const part of v instanceof Set || Array.isArray(v) ? v : Object.values(v)) visit(part);
  };
  visit(value);
  return found;
}

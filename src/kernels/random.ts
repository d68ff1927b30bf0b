/**
 * Counter-based random numbers.
 * @module
 */
import type { Engine } from "./engine.ts";
import type { VectorRef } from "./storage.ts";

/** Where a stream stands: word i of the stream is word i % 4 of counter `block` + floor(i / 4). */
export interface Position {
  /** 64-bit key. */
  readonly key: bigint;
  /** 64-bit number of the stream: the high half of the counter. */
  readonly stream: bigint;
  /** The low half of the counter. */
  readonly block: bigint;
}

const low = (v: bigint): number => Number(BigInt.asUintN(32, v));
const high = (v: bigint): number => Number(BigInt.asUintN(32, v >> 32n));

function words(engine: Engine, address: number, n: number, at: Position): void {
  const { key, stream, block } = at;
  engine.kernels.u32.random_philox(address, n, low(block), high(block), low(stream), high(stream), low(key), high(key));
}

/** Words an element takes: one for f32, two for f64. */
export const wordsPer = (x: VectorRef): number => (x.type === "f32" ? 1 : 2);

/** out: uniform on [0, 1) */
export function uniform(out: VectorRef, at: Position): void {
  words(out.engine, out.ptr, out.length * wordsPer(out), at);
  out.engine.kernels[out.type].random_uniform(out.ptr, out.length);
}

/** out: standard normal */
export function normal(out: VectorRef, at: Position): void {
  words(out.engine, out.ptr, out.length * wordsPer(out), at);
  out.engine.kernels[out.type].random_normal(out.ptr, out.length);
}

/** n raw words. */
export function raw(engine: Engine, n: number, at: Position): Uint32Array<ArrayBuffer> {
  const address = engine.memory.workspace(n * 4 + 16);
  words(engine, address, n, at);
  return new Uint32Array(engine.memory.wasm.buffer as ArrayBuffer, address, n).slice();
}

/** n integers below `bound`, 2n words. */
export function integers(engine: Engine, n: number, bound: number, at: Position): Uint32Array<ArrayBuffer> {
  const [out, source] = pair(engine, n, at);
  engine.kernels.u32.random_integers(out, source, n, bound);
  return new Uint32Array(engine.memory.wasm.buffer as ArrayBuffer, out, n).slice();
}

/** 0..n-1 in random order, 2n words. */
export function permutation(engine: Engine, n: number, at: Position): Uint32Array<ArrayBuffer> {
  const [out, source] = pair(engine, n, at);
  engine.kernels.u32.random_permutation(out, source, n);
  return new Uint32Array(engine.memory.wasm.buffer as ArrayBuffer, out, n).slice();
}

function pair(engine: Engine, n: number, at: Position): [out: number, source: number] {
  const out = engine.memory.workspace(n * 12 + 64);
  const source = out + n * 4;
  words(engine, source, 2 * n, at);
  return [out, source];
}

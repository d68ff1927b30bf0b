/**
 * Counter-based random numbers.
 * @module
 */
import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import type { Engine } from "./engine.ts";
import { aligned, type Storage, type VectorRef } from "./storage.ts";

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

/** A seed or a stream as 64 bits. */
export function seedOf(name: string, value: unknown): bigint {
  if (typeof value === "bigint") return BigInt.asUintN(64, value);
  if (typeof value !== "number") throw new ArgumentTypeError(name, "an integer or a bigint", describe(value));
  if (!Number.isSafeInteger(value)) throw new ArgumentRangeError(name, "a safe integer or a bigint", describe(value));
  return BigInt.asUintN(64, BigInt(value));
}

/** The two words of a key, low first. */
export const halves = (key: bigint): [low: number, high: number] => [low(key), high(key)];

/** The words of a position, as the kernels take them. */
const wordsOf = ({ key, stream, block }: Position) =>
  [low(block), high(block), low(stream), high(stream), low(key), high(key)] as const;

function words(engine: Engine, address: number, n: number, at: Position): void {
  engine.kernels.u32.random_philox(address, n, ...wordsOf(at));
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

/** out: exponential of mean 1 */
export function exponential(out: VectorRef, at: Position): void {
  words(out.engine, out.ptr, out.length * wordsPer(out), at);
  out.engine.kernels[out.type].random_exponential(out.ptr, out.length);
}

/** out: -1 or 1 */
export function signs(out: VectorRef, at: Position): void {
  words(out.engine, out.ptr, out.length * wordsPer(out), at);
  out.engine.kernels[out.type].random_sign(out.ptr, out.length);
}

/** out: gamma of the shapes, one for all or one each, and scale 1; with `root` sqrt(2 g). A block of words each, and more of their own. */
export function gamma(out: VectorRef, shapes: Float64Array, root: boolean, at: Position): void {
  const { engine, type, length } = out;
  const start = engine.memory.workspace(16 + shapes.byteLength);
  new Float64Array(engine.memory.wasm.buffer, start + 16, shapes.length).set(shapes);
  const step = shapes.length === 1 ? 0 : 8;
  engine.kernels[type].random_gamma(out.ptr, length, start + 16, step, root, start, ...wordsOf(at));
}

/** `length` binomial numbers of n trials with chance p, one for all or one each. A block of words each, and more of their own. */
export function binomial(
  engine: Engine,
  length: number,
  n: Uint32Array,
  p: Float64Array,
  at: Position,
): Uint32Array<ArrayBuffer> {
  const odds = engine.memory.workspace(16 + aligned(p.byteLength) + aligned(n.byteLength) + length * 4) + 16;
  const trials = odds + aligned(p.byteLength);
  const out = trials + aligned(n.byteLength);
  const buffer = engine.memory.wasm.buffer as ArrayBuffer;
  new Float64Array(buffer, odds, p.length).set(p);
  new Uint32Array(buffer, trials, n.length).set(n);
  const [many, each] = [n.length === 1 ? 0 : 4, p.length === 1 ? 0 : 8];
  engine.kernels.u32.random_binomial(out, length, trials, many, odds, each, odds - 16, ...wordsOf(at));
  return new Uint32Array(buffer, out, length).slice();
}

/** Numbers drawn from a table of `length` cells, 4n words: the part of each cell that is its own, in f64, then whose the rest is. */
export function choose(table: Storage & { length: number }, n: number, at: Position): Uint32Array<ArrayBuffer> {
  const { engine, length } = table;
  const source = engine.memory.workspace(n * 20);
  const out = source + n * 16;
  words(engine, source, 4 * n, at);
  engine.kernels.u32.random_alias(out, source, n, table.ptr, table.ptr + length * 8, length);
  return new Uint32Array(engine.memory.wasm.buffer as ArrayBuffer, out, n).slice();
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

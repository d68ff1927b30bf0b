import { checkReal, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import type { Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { Instance } from "../kernels/instance.ts";
import { integers, normal, permutation, type Position, raw, uniform, wordsPer } from "../kernels/random.ts";
import { Vector } from "./vector.ts";

/**
 * A seeded stream of random numbers, the same on every host and in every build (Philox 4x32-10, counter-based).
 * Each draw moves the stream on by whole blocks of four words.
 */
export class Random {
  readonly #engine: Engine;
  readonly #key: bigint;
  readonly #stream: bigint;
  #block = 0n;

  /** @param seed an integer or bigint, taken modulo 2^64; streams of one seed do not overlap */
  constructor(engine: Engine, seed: number | bigint, stream: number | bigint = 0) {
    this.#engine = engine;
    this.#key = wide("seed", seed);
    this.#stream = wide("stream", stream);
  }

  /** Uniform on [0, 1): 24 random bits in f32, 53 in f64. Fills a vector, or makes one of `length`. */
  uniform(out: Vector): Vector;
  uniform(length: number, type?: Real): Vector;
  uniform(target: Vector | number, type: Real = "f64"): Vector {
    const out = this.#target(target, type);
    uniform(out, this.#take(out.length * wordsPer(out)));
    return out;
  }

  /** Standard normal, by inversion. Fills a vector, or makes one of `length`. */
  normal(out: Vector): Vector;
  normal(length: number, type?: Real): Vector;
  normal(target: Vector | number, type: Real = "f64"): Vector {
    const out = this.#target(target, type);
    normal(out, this.#take(out.length * wordsPer(out)));
    return out;
  }

  /** `length` integers from 0 to bound - 1; the bias is below bound / 2^64. */
  integers(length: number, bound: number): Uint32Array<ArrayBuffer> {
    checkSize("length", length);
    checkSize("bound", bound, 1);
    return integers(this.#engine, length, bound, this.#take(2 * length));
  }

  /** 0 to length - 1 in random order. */
  permutation(length: number): Uint32Array<ArrayBuffer> {
    checkSize("length", length);
    return permutation(this.#engine, length, this.#take(2 * length));
  }

  /** `length` raw 32-bit words. */
  words(length: number): Uint32Array<ArrayBuffer> {
    checkSize("length", length);
    return raw(this.#engine, length, this.#take(length));
  }

  #target(target: Vector | number, type: Real): Vector {
    if (target instanceof Vector) {
      if (target.engine !== this.#engine)
        throw new ArgumentTypeError("out", "an array of the same instance", "one of another");
      return target;
    }
    checkSize("length", target);
    checkReal("type", type);
    return new Vector(this.#engine, type, target);
  }

  #take(words: number): Position {
    const at = { key: this.#key, stream: this.#stream, block: this.#block };
    this.#block = BigInt.asUintN(64, this.#block + BigInt(Math.ceil(words / 4)));
    return at;
  }
}

function wide(name: string, value: unknown): bigint {
  if (typeof value === "bigint") return BigInt.asUintN(64, value);
  if (typeof value !== "number") throw new ArgumentTypeError(name, "an integer or a bigint", describe(value));
  if (!Number.isSafeInteger(value)) throw new ArgumentRangeError(name, "a safe integer or a bigint", describe(value));
  return BigInt.asUintN(64, BigInt(value));
}

/** A seeded stream of random numbers. */
export const random = (lw: Instance, seed: number | bigint, stream?: number | bigint): Random =>
  new Random(Instance.engineOf(lw), seed, stream);

import { checkNumbers, checkReal, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import type { Numbers, Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { Instance } from "../kernels/instance.ts";
import {
  binomial,
  choose,
  exponential,
  gamma,
  integers,
  normal,
  permutation,
  type Position,
  raw,
  seedOf,
  signs,
  uniform,
  wordsPer,
} from "../kernels/random.ts";
import { AliasTable } from "./alias.ts";
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
    this.#key = seedOf("seed", seed);
    this.#stream = seedOf("stream", stream);
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

  /** Exponential of mean 1, by inversion. Fills a vector, or makes one of `length`. */
  exponential(out: Vector): Vector;
  exponential(length: number, type?: Real): Vector;
  exponential(target: Vector | number, type: Real = "f64"): Vector {
    const out = this.#target(target, type);
    exponential(out, this.#take(out.length * wordsPer(out)));
    return out;
  }

  /** -1 or 1, each as likely. Fills a vector, or makes one of `length`. */
  rademacher(out: Vector): Vector;
  rademacher(length: number, type?: Real): Vector;
  rademacher(target: Vector | number, type: Real = "f64"): Vector {
    const out = this.#target(target, type);
    signs(out, this.#take(out.length * wordsPer(out)));
    return out;
  }

  /**
   * Gamma numbers of scale 1, by rejection that is exact but for rounding in f64. Fills a vector, or makes one of `length`.
   * @param shape one number > 0, or one for each; far below 1 many numbers are so small that they are 0
   */
  gamma(out: Vector, shape: number | Numbers): Vector;
  gamma(length: number, shape: number | Numbers, type?: Real): Vector;
  gamma(target: Vector | number, shape: number | Numbers, type: Real = "f64"): Vector {
    const shapes = perElement(
      "shape",
      shape,
      target,
      (v) => v > 0 && v < Number.POSITIVE_INFINITY,
      "a finite number > 0",
    );
    const out = this.#target(target, type);
    gamma(out, shapes, false, this.#take(4 * out.length));
    return out;
  }

  /** The norms of vectors of d standard normal numbers, d > 0 one for all or one for each, by `gamma`. */
  chi(out: Vector, d: number | Numbers): Vector;
  chi(length: number, d: number | Numbers, type?: Real): Vector;
  chi(target: Vector | number, d: number | Numbers, type: Real = "f64"): Vector {
    const shapes = perElement("d", d, target, (v) => v > 0 && v < Number.POSITIVE_INFINITY, "a finite number > 0");
    const out = this.#target(target, type);
    gamma(
      out,
      shapes.map((v) => v / 2),
      true,
      this.#take(4 * out.length),
    );
    return out;
  }

  /**
   * How many of n trials succeed, each with chance p: `length` numbers, exact but for rounding in f64 (inversion where n p is below
   * 10, else transformed rejection). Number i depends on its own block of words, n and p alone.
   * @param n  trials, an integer below 2^32, or one for each number
   * @param p  from 0 to 1, or one for each number
   */
  binomial(length: number, n: number | Numbers, p: number | Numbers): Uint32Array<ArrayBuffer> {
    checkSize("length", length);
    const whole = (v: number) => Number.isInteger(v) && v >= 0 && v <= 0xffffffff;
    const trials = Uint32Array.from(perElement("n", n, length, whole, "an integer from 0 to 2^32 - 1"));
    const chances = perElement("p", p, length, (v) => v >= 0 && v <= 1, "a number from 0 to 1");
    return binomial(this.#engine, length, trials, chances, this.#take(4 * length));
  }

  /** A table to draw numbers from with `choice`: number i with a chance in proportion to weights[i] >= 0. Takes no words. */
  alias(weights: Numbers): AliasTable {
    return AliasTable.from(this.#engine, weights);
  }

  /** `length` numbers from a table of their chances. Two pairs of words each. */
  choice(length: number, table: AliasTable): Uint32Array<ArrayBuffer> {
    checkSize("length", length);
    if (!(table instanceof AliasTable)) throw new ArgumentTypeError("table", "an AliasTable", describe(table));
    if (table.engine !== this.#engine)
      throw new ArgumentTypeError("table", "an array of the same instance", "one of another");
    return choose(table, length, this.#take(4 * length));
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

/** A parameter of every number of a draw: one for all, or one for each. */
function perElement(
  name: string,
  value: unknown,
  target: Vector | number,
  good: (v: number) => boolean,
  expected: string,
): Float64Array {
  const check = (v: unknown, label: string) => {
    if (typeof v !== "number") throw new ArgumentTypeError(label, "a number", describe(v));
    if (!good(v)) throw new ArgumentRangeError(label, expected, describe(v));
    return v;
  };
  if (typeof value === "number") return Float64Array.of(check(value, name));
  checkNumbers(name, value, target instanceof Vector ? target.length : target);
  return Float64Array.from(value, (v, i) => check(v, `${name}[${i}]`));
}

/** A seeded stream of random numbers. */
export const random = (lw: Instance, seed: number | bigint, stream?: number | bigint): Random =>
  new Random(Instance.engineOf(lw), seed, stream);

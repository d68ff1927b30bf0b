/**
 * What the machine can do at most under the build that runs: measured, and the best ever seen is kept.
 *
 * Williams, Waterman and Patterson, "Roofline: An Insightful Visual Performance Model for Multicore Architectures",
 * Communications of the ACM 52 (2009) 65-76: a rate is at most min(peak, operations a byte * bandwidth).
 * @module
 */
import { Vector } from "../src/arrays/vector.ts";
import type { Engine } from "../src/kernels/engine.ts";
import type { Type, Work } from "./case.ts";
import { type Runner, runner } from "./timing.ts";

/** A limit and what sets it: "peak f32", or "read" or "copy" with the bytes gone over. */
export interface Limit {
  readonly bound: string;
  readonly rate: number;
}

/** A limit in the making: a call of known work. */
export interface Probe {
  /** Operations or bytes of a call, at least 2^20. */
  readonly work: number;
  call(): unknown;
  dispose(): void;
}

/** What limits a row, to be timed in turn with it. */
export interface Watch {
  readonly runner: Runner;
  /** Takes in what was seen. */
  note(milliseconds: readonly number[]): void;
  dispose(): void;
}

/** Milliseconds of a first sample: many ticks of a browser's clock. */
const LOOK = 5;

export class Limits {
  readonly #best = new Map<string, number>();

  constructor(private readonly engine: Engine) {}

  /** The limit of some work: the least of register peak and bandwidth at the size of its data, as far as seen yet. */
  of(work: Work, type: Type): Limit {
    const moved = bandwidthOf(work);
    if (work.flops === undefined) return { bound: moved, rate: this.#get(moved) };
    const peak = { bound: `peak ${work.peak ?? type}`, rate: this.#get(`peak ${work.peak ?? type}`) };
    if (work.bytes === 0) return peak;
    const streamed = { bound: moved, rate: (work.flops / work.bytes) * this.#get(moved) };
    return streamed.rate < peak.rate ? streamed : peak;
  }

  /** Some work done in so many milliseconds: what a row reached, the machine can do. */
  seen(work: Work, type: Type, milliseconds: number): void {
    const { bound } = this.of(work, type);
    const amount = bound.startsWith("peak") ? (work.flops as number) : work.bytes;
    this.note(bound, amount / milliseconds / 1e6);
  }

  /** A rate seen; the greatest counts. */
  note(bound: string, rate: number): void {
    this.#best.set(bound, Math.max(rate, this.#best.get(bound) ?? 0));
  }

  /** The probe of a bound, to run in the same rounds as what it limits, so that both meet the same noise. */
  watch(bound: string): Watch {
    const probe = this.#probe(bound);
    return {
      runner: runner("limit", probe.call, () => {}),
      note: (milliseconds) => this.note(bound, probe.work / Math.min(...milliseconds) / 1e6),
      dispose: probe.dispose,
    };
  }

  /** A first look, where none has been taken. */
  #get(bound: string): number {
    if (!this.#best.has(bound)) {
      const { runner, note, dispose } = this.watch(bound);
      let calls = 1;
      while ((runner.time(calls) as number) < LOOK) calls *= 2;
      note(Array.from({ length: 5 }, () => (runner.time(calls) as number) / calls));
      dispose();
    }
    return this.#best.get(bound) as number;
  }

  #probe(bound: string): Probe {
    const [what, of] = bound.split(" ");
    return what === "peak"
      ? peakProbe(this.engine, of as Type)
      : bandwidthProbe(this.engine, Number(of), what === "copy");
  }
}

const bandwidthOf = ({ bytes, footprint = bytes, copy }: Work): string =>
  `${copy ? "copy" : "read"} ${Math.max(1, Math.ceil(footprint / 4096)) * 4096}`;

const STEPS = 100_000;

/** Multiply-adds in registers: twelve vectors of them a step, two operations each. */
export function peakProbe({ kernels: { f32, f64, u8 }, build }: Engine, type: Type): Probe {
  const steps = 12 * 2 * STEPS;
  const dispose = () => {};
  if (type === "f64") return { work: steps * 2, call: () => f64.probe_madd(STEPS, 0.5, 0.25), dispose };
  if (type === "f32") return { work: steps * 4, call: () => f32.probe_madd(STEPS, 0.5, 0.25), dispose };
  return { work: steps * (build === "relaxed" ? 16 : 8), call: () => u8.probe_dot(STEPS, 3, 5), dispose };
}

/** Passes over a block: reads `bytes` (a multiple of 4096), or copies half of that to the other half. */
export function bandwidthProbe(engine: Engine, bytes: number, copy: boolean): Probe {
  const { u8 } = engine.kernels;
  const passes = Math.ceil((1 << 20) / bytes);
  const work = bytes * passes;
  const from = Vector.zeros(engine, "f32", bytes / (copy ? 8 : 4));
  const to = Vector.zeros(engine, "f32", copy ? bytes / 8 : 0);
  const dispose = () => {
    from.dispose();
    to.dispose();
  };
  const call = copy
    ? () => u8.probe_copy(to.ptr, from.ptr, bytes / 2, passes)
    : () => u8.probe_read(from.ptr, bytes, passes);
  return { work, call, dispose };
}

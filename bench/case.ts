/**
 * What is measured (a case), what setting it up gives (a subject), and what comes out (a row).
 * @module
 */
import type { Floats, Real } from "../src/core/types.ts";
import type { Lanewise } from "../src/lanewise.ts";
import type { Runner } from "./timing.ts";

/** Element types of rows: those of arrays, and bytes for the probes of integer dot products and of bandwidth. */
export type Type = Real | "i8" | "u8";

/** The sizes of a row, those that apply. */
export interface Sizes {
  readonly m?: number;
  readonly n?: number;
  /** Inner size; iterations of an iterative method. */
  readonly k?: number;
  /** Right-hand sides of a sparse product. */
  readonly columns?: number;
  /** Stored entries as a part of all. */
  readonly density?: number;
  readonly block?: number;
}

/** One operation at one size. */
export interface Case {
  /** The operation, in kebab case. */
  readonly name: string;
  readonly type: Type;
  readonly sizes: Sizes;
  /** Makes the operands, seeded. */
  setup(lw: Lanewise): Subject;
}

/** What one call has to do at least. */
export interface Work {
  /** Floating-point (or integer) operations; the rate is then in GFLOP/s, else in GB/s. */
  readonly flops?: number;
  /** Bytes that must be read, or with `copy` read and written. */
  readonly bytes: number;
  /** Bytes of the data, where a call goes over it more than once; the bandwidth is that at this size. Default `bytes`. */
  readonly footprint?: number;
  /** Measured against copy bandwidth instead of read bandwidth. */
  readonly copy?: boolean;
  /** Measured against the register peak of this type instead of the case's. */
  readonly peak?: "f32" | "f64" | "i8";
}

/** Operands in memory, and all that is run on them. */
export interface Subject {
  /** Given back after the case. */
  readonly arrays: readonly { dispose(): void }[];
  readonly work: Work;
  /** Lanewise, into memory that is already there where it can. */
  ours(): unknown;
  /** The same in plain JavaScript. */
  js?(): unknown;
  /** Our own product with the matrix held dense. */
  dense?(): unknown;
  /** Our own product with the matrix in compressed sparse rows. */
  csr?(): unknown;
  /** What the last call of `ours` computed. */
  result?(): ArrayLike<number>;
  /** The same in f64, by plain JavaScript. */
  reference?(): ArrayLike<number>;
  /** For those a user would pick instead. */
  readonly task?: Task;
}

/** One operation with its operands, as handed to a peer. */
export interface Task {
  /** What to compute: "gemm", "csr-mm" and so on; bench/README.md lists them with their arrays. */
  readonly op: string;
  readonly type: Real;
  readonly sizes: Sizes;
  readonly arrays: Readonly<Record<string, Floats | Uint32Array | Uint8Array>>;
  readonly numbers?: Readonly<Record<string, number>>;
  /** The result is defined up to signs. */
  readonly unsigned?: boolean;
  /** How far results may be apart, where that is what was asked for and not rounding. */
  readonly tolerance?: number;
}

/** Those a user would pick instead, ready to run one task. */
export interface Opponents {
  readonly runners: readonly Runner[];
  /** Why one that could have run it does not. */
  readonly missing: Readonly<Record<string, string>>;
  dispose(): Promise<void> | void;
}

/** Finds the opponents for a task, leaving out those whose result is not `expected`. */
export type FindOpponents = (task: Task, expected: ArrayLike<number>) => Promise<Opponents>;

/** One line of the report; bench/README.md says what each key means. */
export interface Row extends Sizes {
  readonly name: string;
  readonly type: Type;
  readonly build: string;
  readonly host: string;
  readonly median_ms: number;
  readonly min_ms: number;
  readonly spread: number;
  readonly rate: number;
  readonly unit: "GFLOP/s" | "GB/s";
  readonly limit: number;
  readonly of_limit: number;
  readonly bound: string;
  readonly intensity: number | null;
  readonly vs_js: number | null;
  readonly vs_dense?: number;
  readonly vs_csr?: number;
  readonly peers: Readonly<Record<string, number>>;
  readonly peers_missing?: Readonly<Record<string, string>>;
  readonly error: number | null;
}

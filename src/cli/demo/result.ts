/**
 * What the demo finds out; `lanewise demo --json` prints it.
 * @module
 */
import type { Lanewise } from "../../lanewise.ts";
import type { Host } from "../host.ts";
import type { Timing } from "./timing.ts";

/** One hot loop at work on the demo's data. */
export interface Row extends Timing {
  /** What the loop does. */
  readonly name: string;
  /** Sizes and element type. */
  readonly size: string;
  /** Part of the held-out pictures told right with the loop's result. */
  readonly accuracy?: number;
  /** Distance of the loop's result from the same in f64; `errorOf` says of what. */
  readonly error: number;
  readonly errorOf: string;
  /** What else the line says. */
  readonly note: string;
}

/** One form of the second layer's weights. */
export interface SizePoint {
  readonly form: "dense f64" | "dense f32" | "4-bit" | "csr";
  /** Part of the weights that is zero. */
  readonly sparsity: number;
  /** Bytes of the weights, indices and tables included. */
  readonly bytes: number;
  /** With the readout fitted to the dense features. */
  readonly accuracy: number;
  /** With the readout fitted again to the features of this form. */
  readonly refitted: number;
}

/** One point of the lasso path. */
export interface PathPoint {
  readonly lambda: number;
  /** Change of the target by one standard deviation of each variable. */
  readonly coefficients: readonly number[];
}

/** The lasso on the diabetes table. */
export interface Lasso {
  readonly names: readonly string[];
  readonly lambda: number;
  readonly objective: number;
  /** The objective plain JavaScript in f64 ends at. */
  readonly plainObjective: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly coefficients: readonly number[];
  /** Names of the variables with a coefficient that is not zero. */
  readonly support: readonly string[];
  /** lambda from the greatest, where all coefficients are zero, to a thousandth of it. */
  readonly path: readonly PathPoint[];
}

/** All of it. */
export interface DemoResult {
  readonly host: Host;
  readonly seed: number;
  readonly pictures: { readonly learned: number; readonly heldOut: number };
  /** Accuracy of the one-layer and the two-layer classifier, all dense and in f64. */
  readonly reference: { readonly oneLayer: number; readonly twoLayers: number };
  readonly rows: readonly Row[];
  readonly sizes: readonly SizePoint[];
  readonly lasso: Lasso;
}

/** What every part of the demo works with. */
export interface Session {
  readonly lw: Lanewise;
  readonly seed: number;
  readonly repetitions: number;
  readonly signal?: AbortSignal | undefined;
  /** Says what comes next, and gives way to the host. @throws the signal's reason once it is aborted */
  step(name: string): Promise<void>;
}

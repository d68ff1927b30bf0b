/**
 * Convolution and correlation by the Fourier transform: n log n operations, and an error of about eps ||x|| ||y|| in every entry.
 *
 * Stockham, "High-Speed Convolution and Correlation", AFIPS Spring Joint Computer Conference 28 (1966) 229-233.
 * @module
 */
import { Fft } from "../arrays/fft.ts";
import { Vector } from "../arrays/vector.ts";
import { checkChoice, checkOptions, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { complexProduct } from "../kernels/fft.ts";
import { smoothAbove } from "../kernels/fftplan.ts";
import { checkVector } from "../kernels/storage.ts";

/** Which part of a convolution. */
export interface ConvolveOptions {
  /** "full" (default): all n + m - 1 entries; "same": the middle n; "valid": those in which the shorter lies within the longer. */
  mode?: "full" | "same" | "valid";
}

/** out_k = sum_j x_j y_(k - j). Reserves 6 vectors of about n + m elements while it works. */
export function convolve(x: Vector, y: Vector, options: ConvolveOptions = {}): Vector {
  if (!(x instanceof Vector)) throw new ArgumentTypeError("x", "a Vector", describe(x));
  if (!(y instanceof Vector)) throw new ArgumentTypeError("y", "a Vector", describe(y));
  checkOptions("options", options);
  const { mode = "full" } = options;
  checkChoice("mode", mode, ["full", "same", "valid"]);
  checkVector("y", y, x, y.length);
  const { engine, type } = x;
  const [n, m] = [x.length, y.length];
  if (n === 0 || m === 0) return Vector.zeros(engine, type, mode === "same" ? n : 0);
  const shorter = Math.min(n, m);
  const full = n + m - 1;
  const [start, length] = {
    full: [0, full],
    same: [(m - 1) >> 1, n],
    valid: [shorter - 1, full - 2 * (shorter - 1)],
  }[mode] as [number, number];
  return engine.memory.scope(() => {
    const plan = new Fft(engine, smoothAbove(full), { type, kind: "real" });
    const padded = Vector.zeros(engine, type, plan.length);
    padded.data.set(x.data);
    const X = plan.forward(padded);
    padded.data.fill(0).set(y.data);
    const Y = plan.forward(padded);
    complexProduct(X, X, Y);
    plan.inverseInto(padded, X);
    const out = new Vector(engine, type, length);
    out.data.set(padded.data.subarray(start, start + length));
    return out;
  });
}

/** out_k = sum_j x_(j + k) y_j, k from 1 - m to n - 1: the convolution of x with y reversed. */
export function correlate(x: Vector, y: Vector, options: ConvolveOptions = {}): Vector {
  if (!(x instanceof Vector)) throw new ArgumentTypeError("x", "a Vector", describe(x));
  if (!(y instanceof Vector)) throw new ArgumentTypeError("y", "a Vector", describe(y));
  checkVector("y", y, x, y.length);
  return x.engine.memory.scope(() => {
    const reversed = y.clone();
    reversed.data.reverse();
    return convolve(x, reversed, options);
  });
}

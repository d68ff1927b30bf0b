/**
 * Elementwise maps, forward and backward, on vectors and on dense matrices; what follows a product.
 * @module
 */
import { checkBoolean, checkChoice, describe } from "../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { checkKin, checkVector, type MatrixRef, type Storage, type VectorRef } from "./storage.ts";

/** A vector, or a dense matrix: elements one after the other. */
export type ArrayRef = VectorRef | MatrixRef;

/**
 * The activations: relu max(x, 0); relu2 its square; gelu x N(x) with the normal distribution function N (the exact form,
 * by erf); geluTanh its tanh form; silu x s(x); sigmoid s(x) = 1 / (1 + e^-x); tanh.
 */
export const activations = ["relu", "relu2", "gelu", "geluTanh", "silu", "sigmoid", "tanh"] as const;
/** The name of an activation. */
export type Activation = (typeof activations)[number];

const kernelOf = {
  relu: "relu",
  relu2: "relu2",
  gelu: "gelu",
  geluTanh: "gelutanh",
  silu: "silu",
  sigmoid: "sigmoid",
  tanh: "tanh",
} as const;

/** out = f(x); out may be x */
export function activate(out: ArrayRef, x: ArrayRef, activation: Activation): void {
  checkChoice("activation", activation, activations);
  const n = checkLike("x", x, out);
  out.engine.kernels[out.type][`map_${kernelOf[activation]}`](out.ptr, x.ptr, n);
}

/** out = f'(x) dy; out may be x or dy */
export function activateBackward(out: ArrayRef, x: ArrayRef, dy: ArrayRef, activation: Activation): void {
  checkChoice("activation", activation, activations);
  checkLike("x", x, out);
  const n = checkLike("dy", dy, out);
  out.engine.kernels[out.type][`map_d${kernelOf[activation]}`](out.ptr, x.ptr, dy.ptr, n);
}

/** The activations that may follow a product in the same call, and their numbers in the kernels. */
export const epilogues = { none: 0, relu: 1, relu2: 2, gelu: 3, silu: 4, geluTanh: 5 } as const;

/** What follows a product: C = f(C + bias). */
export interface Epilogue {
  /** As many elements as C has columns, added along each row; with `perRow`, as many as it has rows, one to each. */
  bias?: VectorRef;
  perRow?: boolean;
  /** Default "none". */
  activation?: keyof typeof epilogues;
}

/** The epilogue of C as the kernels take it: bias address or 0, whether it is per row, number of the activation. */
export function epilogueOf(C: MatrixRef, options: Epilogue): [bias: number, perRow: boolean, activation: number] {
  const { bias, perRow = false, activation = "none" } = options;
  checkBoolean("perRow", perRow);
  checkChoice("activation", activation, Object.keys(epilogues) as (keyof typeof epilogues)[]);
  if (bias !== undefined) checkVector("bias", bias, C, perRow ? C.rows : C.cols);
  return [bias?.ptr ?? 0, perRow, epilogues[activation]];
}

/** C = f(C + bias), in place */
export function epilogue(C: MatrixRef, options: Epilogue): void {
  const [bias, perRow, activation] = epilogueOf(C, options);
  C.engine.kernels[C.type].dense_epilogue(C.ptr, bias, C.rows, C.cols, C.cols, perRow, activation);
}

/** How many elements x has, which is of the shape of `like`. */
function checkLike(name: string, x: ArrayRef, like: ArrayRef): number {
  checkKin(name, x, like);
  const [got, expected] = [shapeOf(name, x), shapeOf("out", like)];
  if (got.join() !== expected.join()) throw new ShapeError(name, expected.join(" x "), got.join(" x "));
  return expected.reduce((a, b) => a * b);
}

function shapeOf(name: string, x: Storage & Partial<VectorRef> & Partial<MatrixRef>): number[] {
  if (x.length !== undefined) return [x.length];
  if (x.rows === undefined || x.cols === undefined || "nnz" in x || "bits" in x)
    throw new ArgumentTypeError(name, "a Vector or a Matrix", describe(x));
  return [x.rows, x.cols];
}

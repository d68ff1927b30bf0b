/**
 * Elementwise maps, forward and backward, on vectors and on dense matrices; what follows a product.
 * @module
 */
import { checkBoolean, checkChoice, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { checkKin, checkMatrix, checkVector, type MatrixRef, type Storage, type VectorRef } from "./storage.ts";

const table = (x: Storage) => x.engine.kernels[x.type];

/** A vector, or a dense matrix: elements one after the other. */
export type ArrayRef = VectorRef | MatrixRef;

/**
 * The activations: relu max(x, 0); relu2 its square; gelu x N(x) with the normal distribution function N (the exact form,
 * by erf); geluTanh its tanh form; silu x s(x); sigmoid s(x) = 1 / (1 + e^-x); tanh.
 */
export const activations = ["relu", "relu2", "gelu", "geluTanh", "silu", "sigmoid", "tanh"] as const;
/** The name of an activation. */
export type Activation = (typeof activations)[number];

/** Elementary functions of one number. */
export const functions = ["abs", "sqrt", "exp", "log", "erf"] as const;
/** The name of an elementary function or of an activation. */
export type MapName = Activation | (typeof functions)[number];

const names = [...activations, ...functions] as const;
const kernelOf = (name: MapName) => (name === "geluTanh" ? "gelutanh" : name);

/** out = f(x); out may be x */
export function map(out: ArrayRef, x: ArrayRef, f: MapName): void {
  checkChoice("f", f, names);
  const n = checkLike("x", x, out);
  table(out)[`map_${kernelOf(f)}`](out.ptr, x.ptr, n);
}

/** out = f'(x) dy; out may be x or dy */
export function mapBackward(out: ArrayRef, x: ArrayRef, dy: ArrayRef, f: MapName): void {
  checkChoice("f", f, names);
  checkLike("x", x, out);
  const n = checkLike("dy", dy, out);
  table(out)[`map_d${kernelOf(f)}`](out.ptr, x.ptr, dy.ptr, n);
}

const operations = ["add", "sub", "mul", "div"] as const;
/** The name of an operation on two numbers. */
export type ZipName = (typeof operations)[number];

/** out = x + y, x - y, x*y or x / y, element by element; out may be x or y */
export function zip(out: ArrayRef, x: ArrayRef, y: ArrayRef, operation: ZipName): void {
  checkChoice("operation", operation, operations);
  checkLike("x", x, out);
  const n = checkLike("y", y, out);
  table(out)[`map_${operation}`](out.ptr, x.ptr, y.ptr, n);
}

/** out = min(max(x, low), high), NaN where x is; out may be x */
export function clamp(out: ArrayRef, x: ArrayRef, low: number, high: number): void {
  const n = checkLike("x", x, out);
  checkBounds(low, high);
  table(out).map_clamp(out.ptr, x.ptr, n, low, high);
}

/** out = dy where low <= x <= high, else 0; out may be x or dy */
export function clampBackward(out: ArrayRef, x: ArrayRef, dy: ArrayRef, low: number, high: number): void {
  checkLike("x", x, out);
  const n = checkLike("dy", dy, out);
  checkBounds(low, high);
  table(out).map_dclamp(out.ptr, x.ptr, dy.ptr, n, low, high);
}

/** Each row of out = e^x / (the sum of e^x over the row), safe against overflow; out may be x */
export function softmax(out: MatrixRef, x: MatrixRef): void {
  checkMatrix("x", x, out, out.rows, out.cols);
  table(out).map_softmax(out.ptr, x.ptr, out.rows, out.cols);
}

/** Each row of out = y (dy - y'dy), where y = softmax(x); out may be y or dy */
export function softmaxBackward(out: MatrixRef, y: MatrixRef, dy: MatrixRef): void {
  checkMatrix("y", y, out, out.rows, out.cols);
  checkMatrix("dy", dy, out, out.rows, out.cols);
  table(out).map_dsoftmax(out.ptr, y.ptr, dy.ptr, out.rows, out.cols);
}

/** low <= high; infinities are bounds as well. */
function checkBounds(low: unknown, high: unknown): void {
  if (typeof low !== "number") throw new ArgumentTypeError("low", "a number", describe(low));
  if (typeof high !== "number") throw new ArgumentTypeError("high", "a number", describe(high));
  if (!(low <= high)) throw new ArgumentRangeError("low", `at most high = ${high}`, describe(low));
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
  table(C).dense_epilogue(C.ptr, bias, C.rows, C.cols, C.cols, perRow, activation);
}

/** How many elements x has, which is of the shape of `like`. */
export function checkLike(name: string, x: ArrayRef, like: ArrayRef): number {
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

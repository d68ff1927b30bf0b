/** Element types of dense data. */
export type Real = "f32" | "f64";

/** A typed array of either element type. */
export type Floats = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** Numbers in any container that can be read by index. */
export type Numbers = ArrayLike<number>;

/** Bytes of one element. */
export const sizeOf = { f32: 4, f64: 8 } as const;

/** The distance from 1 to the next number. */
export const epsOf = { f32: 2 ** -23, f64: 2 ** -52 } as const;

/** The typed array of each element type. */
export const arrayOf = { f32: Float32Array, f64: Float64Array } as const;

/** The element type numbers come in: that of a typed array of floats, else f64. */
export function typeOf(numbers: Numbers): Real {
  return numbers instanceof Float32Array ? "f32" : "f64";
}

/**
 * A copy of a function that shares no type feedback with it: V8 compiles one loop for Float32Array and another for
 * Float64Array, as in a program that uses one of them. The function must stand alone: no imports, no inner functions.
 */
export function fresh<F extends (...args: never[]) => unknown>(loop: F): F {
  return new Function(`return (${loop})`)() as F;
}

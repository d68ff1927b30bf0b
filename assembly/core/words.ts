// Arrays of 32-bit words: sizes, places and links of sparse structures.

/** No place: the end of a list, the parent of a root. */
export const NONE: usize = u32.MAX_VALUE;

/** Word i of the array at p. */
// @ts-ignore: decorator
@inline export function get(p: usize, i: usize): usize { return <usize>load<u32>(p + (i << 2)); }

/** Writes word i of the array at p. */
// @ts-ignore: decorator
@inline export function set(p: usize, i: usize, value: usize): void { store<u32>(p + (i << 2), <u32>value); }

/** Every one of n words becomes NONE. */
// @ts-ignore: decorator
@inline export function clear(p: usize, n: usize): void { memory.fill(p, 0xff, n << 2); }

// Products with a vector, however the matrix is stored, on integers: exactly those of the dense one.
import type { Vector } from "../../src/arrays/vector.ts";
import type { Real } from "../../src/core/types.ts";
import { equal } from "../compare.ts";
import { integers } from "../data.ts";
import * as dense from "../oracle/dense.ts";
import { vectorSlot } from "../slots.ts";

/** out = alpha (product with x) + beta out. */
type Product = (out: Vector, x: Vector, scale: { alpha: number; beta: number }) => void;

/** A x and A' y for A of m x n, whose entries are `a`. Where beta is 0 the result's old contents are NaN, which may not be read. */
export function exactProducts(type: Real, [m, n]: [number, number], a: number[], mv: Product, tmv: Product): void {
  const [at, x, y] = [dense.transposed(a, m, n), integers(n, 2), integers(m, 3)];
  for (const [alpha, beta] of [
    [1, 0],
    [-3, 1],
    [2, -5],
    [0, 2],
  ] as const) {
    const old = (z: number[]) => vectorSlot(type, beta === 0 ? z.map(() => Number.NaN) : z);
    const [out, back] = [old(y), old(x)];
    mv(out.ref, vectorSlot(type, x).ref, { alpha, beta });
    equal(out.read(), dense.gemv(a, x, m, n, alpha, beta, y), `A x, alpha ${alpha}, beta ${beta}`);
    tmv(back.ref, vectorSlot(type, y).ref, { alpha, beta });
    equal(back.read(), dense.gemv(at, y, n, m, alpha, beta, x), `A' y, alpha ${alpha}, beta ${beta}`);
  }
}

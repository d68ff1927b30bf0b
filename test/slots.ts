// Arrays at awkward addresses: they start an odd number of elements into a block, amid numbers that no kernel may touch.
import { expect } from "vitest";
import type { Matrix } from "../src/arrays/matrix.ts";
import { Vector } from "../src/arrays/vector.ts";
import { type Real, sizeOf } from "../src/core/types.ts";
import { engine } from "./instance.ts";

const LEAD = 3;
const TAIL = 17;
/** Large enough to spoil any result it gets into, and no fixed point of any kernel. */
const guard = (i: number): number => 2 ** 20 + i;

/** An array amid guards. */
export interface Slot<S> {
  /** For the faces of the kernels. */
  readonly ref: S;
  /** Its numbers now. @throws where a guard was written over */
  read(): number[];
}

function slot<S extends object>(block: Vector, numbers: readonly number[], shape: object): Slot<S> {
  const n = numbers.length;
  block.data.set(Array.from({ length: block.length }, (_, i) => guard(i)));
  block.data.set(numbers, LEAD);
  const ref = Object.create(block, {
    ptr: { get: () => block.ptr + LEAD * sizeOf[block.type] },
    ...Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, { value, enumerable: true }])),
  });
  return {
    ref,
    read() {
      const all = Array.from(block.data);
      const around = all.map((v, i) => (i < LEAD || i >= LEAD + n) && v !== guard(i)).indexOf(true);
      expect(around, "first element outside the array that was written over").toBe(-1);
      return all.slice(LEAD, LEAD + n);
    },
  };
}

/** A vector of these numbers. */
export function vectorSlot(type: Real, numbers: readonly number[]): Slot<Vector> {
  const block = new Vector(engine, type, LEAD + numbers.length + TAIL);
  return slot(block, numbers, { length: numbers.length });
}

/** A rows x cols matrix of these numbers. */
export function matrixSlot(type: Real, rows: number, cols: number, numbers: readonly number[]): Slot<Matrix> {
  const block = new Vector(engine, type, LEAD + rows * cols + TAIL);
  return slot(block, numbers, { length: undefined, rows, cols });
}

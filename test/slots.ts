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
  const around = Array.from({ length: block.length - n }, (_, i) => (i < LEAD ? i : i + n));
  const { data } = block;
  for (const i of around) data[i] = guard(i);
  data.set(numbers, LEAD);
  const ref = Object.create(block, {
    ptr: { get: () => block.ptr + LEAD * sizeOf[block.type] },
    ...Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, { value, enumerable: true }])),
  });
  return {
    ref,
    read() {
      const { data } = block;
      const spoilt = around.find((i) => data[i] !== guard(i));
      expect(spoilt, "first element outside the array that was written over").toBeUndefined();
      return Array.from(data.subarray(LEAD, LEAD + n));
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

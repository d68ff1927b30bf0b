import { describe, expect, test } from "vitest";
import { type Lanewise, lanewiseSync, OutOfMemoryError, type Vector } from "../../src/entry/node.ts";
import { words } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { build, instance } from "../instance.ts";

const MIB = 2 ** 20;
const fresh = (maximum?: number): Lanewise => instance(maximum === undefined ? {} : { memory: { maximum } });

test("memory counts bytes, arrays and the most that was held", () => {
  const lw = fresh();
  expect(lw.memory).toMatchObject({ bytes: 0, arrays: 0, peak: 0, workspace: 0 });
  const x = lw.vector(100);
  const y = lw.matrix(3, 4, undefined, { type: "f32" });
  expect(lw.memory).toMatchObject({ bytes: 848, arrays: 2, peak: 848 });
  x.dispose();
  expect(lw.memory).toMatchObject({ bytes: 48, arrays: 1, peak: 848 });
  y.dispose();
  expect(lw.memory).toMatchObject({ bytes: 0, arrays: 0, peak: 848 });
});

test("a scratch area is grown, kept and reused", () => {
  const lw = fresh();
  lw.scope(() => {
    const A = lw.matrix(40, 40);
    A.matmul(A);
    const { workspace } = lw.memory;
    expect(workspace).toBeGreaterThan(0);
    A.matmul(A);
    const small = lw.matrix(2, 2);
    small.matmul(small);
    expect(lw.memory.workspace).toBe(workspace);
  });
});

describe("views", () => {
  test("taken afresh survive growth, and what they show is unchanged", () => {
    const lw = fresh();
    const x = lw.vector([1, 2, 3]);
    const stale = x.data;
    const { reserved } = lw.memory;
    const big = lw.vector(MIB);
    expect(lw.memory.reserved).toBeGreaterThan(reserved);
    expect(stale.length).toBe(0);
    expect(Array.from(x.data)).toEqual([1, 2, 3]);
    x.dispose();
    big.dispose();
  });

  test("of this memory may be copied in, though the copy makes memory grow", () => {
    const lw = fresh();
    const n = 3 * (MIB / 32);
    lw.scope(() => {
      const x = lw.vector(Float64Array.from({ length: n }, (_, i) => i));
      const made = [
        () => lw.vector(x.data),
        () => lw.matrix(1, n, x.data),
        () => lw.matrix([x.data, x.data]),
        () => lw.csr({ rows: 1, cols: n, indptr: [0, n], indices: x.data, values: x.data }),
      ];
      for (const make of made) {
        const { reserved } = lw.memory;
        const held: { toArray?(): ArrayLike<number>; values?: ArrayLike<number> }[] = [];
        while (lw.memory.reserved === reserved) held.push(make());
        const numbers = held.map((array) => array.toArray?.() ?? array.values ?? []);
        for (const copy of numbers) expect([copy[0], copy[1], copy[n - 1]]).toEqual([0, 1, n - 1]);
      }
    });
  });
});

describe("out of memory", () => {
  test("is a named error; the heap is as before and goes on working", () => {
    const lw = fresh(MIB);
    const held: Vector[] = [];
    const fill = () => {
      for (;;) held.push(lw.vector(new Float64Array(1000).fill(held.length)));
    };
    const error = thrown(fill) as OutOfMemoryError;
    expect(error).toBeInstanceOf(OutOfMemoryError);
    expect(error.bytes).toBe(8000);
    expect(error.inUse).toBe(lw.memory.bytes);
    expect(held.length).toBeGreaterThan(100);
    expect(lw.memory).toMatchObject({ arrays: held.length, bytes: held.length * 8000, reserved: MIB });
    for (const [i, x] of held.entries()) expect([x.data[0], x.data[999]]).toEqual([i, i]);

    // One freed makes room for one again, however often.
    for (let round = 0; round < 50; round++) {
      expect(thrown(() => lw.vector(1000))).toBeInstanceOf(OutOfMemoryError);
      held.splice((round * 7) % held.length, 1)[0]?.dispose();
      held.push(lw.vector(1000));
    }
    for (const x of held) x.dispose();

    // All of it freed makes one large block again.
    const whole = lw.vector(held.length * 950);
    whole.data.fill(1);
    expect(whole.asum()).toBe(whole.length);
    whole.dispose();
    expect(lw.memory).toMatchObject({ bytes: 0, arrays: 0 });
  });

  test("of scratch: the product fails by name, its operands and the heap stay usable", () => {
    const lw = fresh(MIB);
    const [A, B] = [lw.matrix(100, 400, undefined, { type: "f32" }), lw.matrix(400, 100, undefined, { type: "f32" })];
    const held: Vector[] = [];
    const fill = () => {
      for (;;) held.push(lw.vector(512));
    };
    expect(thrown(fill)).toBeInstanceOf(OutOfMemoryError);
    const arrays = lw.memory.arrays;
    for (let i = 0; i < 16; i++) held.pop()?.dispose();
    expect(thrown(() => A.matmul(B))).toBeInstanceOf(OutOfMemoryError);
    expect(lw.memory.arrays).toBe(arrays - 16);
    for (const x of held) x.dispose();
    const C = A.matmul(B);
    expect([C.rows, C.cols]).toEqual([100, 100]);
    for (const x of [A, B, C]) x.dispose();
  });

  test("of more than linear memory can ever hold", () => {
    const lw = fresh();
    for (const body of [
      () => lw.vector(2 ** 32 - 1),
      () => lw.matrix(2 ** 32 - 1, 2 ** 32 - 1),
      () => lw.matrix(65536, 65536, undefined, { type: "f32" }),
      () => lw.random(1).integers(2 ** 32 - 1, 5),
      () => lw.random(1).words(2 ** 32 - 1),
    ])
      expect(thrown(body)).toBeInstanceOf(OutOfMemoryError);
    const x = lw.vector(10);
    expect(x.norm()).toBe(0);
    x.dispose();
  });

  test("limits are checked by name", () => {
    const make = (memory: object | null) => () => lanewiseSync({ build, memory: memory as never });
    faulty(make({ maximum: -1 }), "ArgumentRangeError", "memory.maximum");
    faulty(make({ maximum: 2 ** 33 }), "ArgumentRangeError", "memory.maximum");
    faulty(make({ initial: 0.5 }), "ArgumentRangeError", "memory.initial");
    faulty(make({ initial: "1" }), "ArgumentTypeError", "memory.initial");
    faulty(make({ initial: 4 * MIB, maximum: MIB }), "ArgumentRangeError", "memory.maximum");
    faulty(make(null), "ArgumentTypeError", "memory");
  });
});

test("thousands of blocks of random sizes, freed in random order, never overlap", () => {
  const lw = fresh();
  const next = words(1);
  const held: { x: Vector; mark: number }[] = [];
  for (let step = 0; step < 3000; step++) {
    if (held.length > 60 || (held.length > 0 && next() % 3 === 0)) {
      const { x, mark } = held.splice(next() % held.length, 1)[0] as { x: Vector; mark: number };
      expect(x.data.every((v) => v === mark)).toBe(true);
      x.dispose();
    } else {
      const x = lw.vector(next() % (step % 10 === 0 ? 5000 : 70));
      expect(x.ptr % 64).toBe(0);
      x.data.fill(step);
      held.push({ x, mark: step });
    }
  }
  for (const { x, mark } of held) {
    expect(x.data.every((v) => v === mark)).toBe(true);
    x.dispose();
  }
});

import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Lanewise, lanewiseSync } from "../../src/entry/node.ts";
import { build } from "../instance.ts";

/** Not the watched instances of the suite: those hold on to what they make. */
const fresh = (): Lanewise => lanewiseSync({ build });
const collect = globalThis.gc as () => void;

/** Collects garbage until `done` or as often as said: finalizers run when the host finds time. */
async function until(done: () => boolean, rounds = 100): Promise<void> {
  for (let i = 0; i < rounds; i++) {
    collect();
    await sleep(5);
    if (done()) return;
    // What `done` looked at is held until this job ends.
    await sleep(0);
  }
}

describe("arrays that are lost", () => {
  test("give their memory back", async () => {
    const lw = fresh();
    const kept = lw.vector([1, 2, 3]);
    (() => {
      for (let i = 0; i < 50; i++) {
        lw.vector(1000);
        lw.matrix(10, 10);
        lw.csr({ rows: 1, cols: 1, indptr: [0, 1], indices: [0], values: [1] });
        lw.quantize(kept && lw.matrix(2, 2));
        lw.cholesky(lw.matrix([[4]]));
      }
    })();
    expect(lw.memory.arrays).toBeGreaterThan(250);
    await until(() => lw.memory.arrays === 1);
    expect(lw.memory).toMatchObject({ arrays: 1, bytes: 24 });
    expect(Array.from(kept.data)).toEqual([1, 2, 3]);
    kept.dispose();
  });

  test("are freed once, also where they were disposed before", async () => {
    const lw = fresh();
    (() => {
      for (let i = 0; i < 50; i++) lw.vector(100).dispose();
    })();
    const x = lw.vector(100);
    await until(() => false, 5);
    expect(lw.memory).toMatchObject({ arrays: 1, bytes: 800 });
    x.dispose();
    expect(lw.memory).toMatchObject({ arrays: 0, bytes: 0 });
  });

  test("stay while a view of them is held", async () => {
    const lw = fresh();
    const view = (() => lw.vector(new Float64Array(500).fill(7)).data)();
    const codes = (() => lw.quantize(lw.matrix(1, 40)).codes)();
    (() => {
      for (let i = 0; i < 20; i++) lw.vector(500);
    })();
    await until(() => lw.memory.arrays === 2);
    expect(lw.memory.arrays).toBe(2);
    const other = lw.vector(new Float64Array(500).fill(1));
    expect(view.every((v) => v === 7)).toBe(true);
    expect(codes.length).toBe(32);
    other.dispose();
  });

  test("a whole instance is collected with its memory", async () => {
    const gone = new WeakRef(fresh());
    await until(() => gone.deref() === undefined);
    expect(gone.deref()).toBeUndefined();
  });
});

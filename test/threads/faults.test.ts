// What becomes of a call whose worker fails, and of the instance after it.
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, test, vi } from "vitest";
import { WorkerError } from "../../src/core/errors.ts";
import { lanewise } from "../../src/entry/threadsNode.ts";
import type { WorkerTeam } from "../../src/threads/team.ts";
import { reals } from "../data.ts";
import { build, engineOf, lw as one } from "../instance.ts";
import { workerFile } from "../../tools/worker.ts";

const file = workerFile("test/threads/faultyWorker.ts");
const fault = new Int32Array(new SharedArrayBuffer(4));
const workers: Worker[] = [];
const worker = () => {
  const made = new Worker(file, { workerData: fault, execArgv: [] });
  workers.push(made);
  return made;
};
const lw = await lanewise({ build, threads: 2, patience: 200, worker });
afterAll(() => lw.dispose());

const n = 384;
const numbers = reals(n * n, 1);
const expected = one.scope(() => {
  const A = one.matrix(n, n, numbers);
  return A.matmul(A).toArray();
});
const product = () =>
  lw.scope(() => {
    const A = lw.matrix(n, n, numbers);
    return A.matmul(A).toArray();
  });
const right = () => expect(Buffer.compare(Buffer.from(product().buffer), Buffer.from(expected.buffer))).toBe(0);

/** Multiplies until a worker has met with its fault: the caller may be done before a worker wakes. */
function failing(what: number): unknown {
  Atomics.store(fault, 0, what);
  for (let tries = 0; tries < 500; tries++) {
    try {
      right();
    } catch (error) {
      return error;
    }
  }
  return undefined;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000 && !condition(); tries++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
}

describe("a worker that", () => {
  test("traps ends the call with the trap's name, and works on", () => {
    const error = failing(1);
    expect(error).toBeInstanceOf(WorkerError);
    expect((error as Error).message).toMatch(/RuntimeError/);
    for (let i = 0; i < 5; i++) right();
    expect(lw.threads).toBe(2);
  });

  test.each([
    ["exits", 2],
    ["never answers", 3],
  ])("%s in the middle of a call ends it after a while, and is replaced", async (_, what) => {
    const before = workers.length;
    const error = failing(what);
    expect(error).toBeInstanceOf(WorkerError);
    expect((error as Error).message).toMatch(/lost/);
    right();
    await until(() => lw.threads === 2);
    expect(workers.length).toBe(before + 1);
    await until(() => workers[before - 1]?.threadId === -1);
    for (let i = 0; i < 5; i++) right();
    expect(lw.memory.bytes).toBe(0);
    const kept = lw.memory.reserved;
    for (let i = 0; i < 5; i++) right();
    expect(lw.memory.reserved).toBe(kept);
  });

  test("is terminated between calls takes no part, and is replaced", async () => {
    const last = workers.at(-1) as Worker;
    void last.terminate();
    right();
    await until(() => workers.at(-1) !== last && lw.threads === 2);
    right();
  });
});

test("ten thousand calls leave nothing behind", () => {
  const team = engineOf(lw).team as WorkerTeam;
  team.grain = 1;
  const shared = vi.spyOn(team, "run");
  const A = lw.matrix(96, 8, reals(96 * 8, 1));
  const x = lw.vector(reals(8, 2));
  const y = lw.vector(96);
  const last = workers.at(-1) as Worker;
  const listeners = () => last.eventNames().map((name) => last.listenerCount(name));
  A.apply(y, x);
  const before = [lw.memory, listeners()];
  for (let i = 0; i < 10_000; i++) A.apply(y, x);
  expect([lw.memory, listeners()]).toEqual(before);
  expect(shared).toHaveBeenCalledTimes(10_001);
  for (const array of [A, x, y]) array.dispose();
});

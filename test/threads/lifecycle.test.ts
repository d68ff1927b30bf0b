// How instances with threads begin and end, and what they say where there are none.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { transform } from "esbuild";
import { expect, test, vi } from "vitest";
import { ArgumentRangeError, ArgumentTypeError } from "../../src/core/errors.ts";
import { runAsync } from "../../src/core/run.ts";
import { lanewise as onWeb } from "../../src/entry/threads.ts";
import { lanewise } from "../../src/entry/threadsNode.ts";
import { l1 } from "../../src/prox/l1.ts";
import { proximalGradient } from "../../src/solvers/proximalGradient.ts";
import { reals } from "../data.ts";
import { build, engineOf } from "../instance.ts";
import { root } from "../tree.ts";
import { threaded } from "./instance.ts";
import { workerFile } from "../../tools/worker.ts";

const file = workerFile();
const wasm = (name: string) => readFileSync(join(root, "build", `${name}.wasm`));

test("dispose ends every worker, and calls go on", async () => {
  const made: Worker[] = [];
  const worker = () => made[made.push(new Worker(file, { execArgv: [] })) - 1] as Worker;
  const lw = await lanewise({ build, threads: 3, worker });
  expect([lw.threads, lw.reason, made.length]).toEqual([3, undefined, 2]);
  const ends = made.map((one) => new Promise((resolve) => one.once("exit", resolve)));
  lw.dispose();
  lw.dispose();
  await Promise.all(ends);
  expect([lw.threads, lw.reason]).toEqual([1, "the threads were disposed"]);
  using A = lw.matrix(300, 300, reals(90_000, 1));
  using C = A.matmul(A);
  expect(C.rows).toBe(300);
});

test("a program ends by itself while its workers wait", () => {
  const program = workerFile("test/threads/program.ts");
  const args = [fileURLToPath(program), join(root, "build", `${build}-threads.wasm`), file.href, build];
  expect(execFileSync(process.execPath, args, { encoding: "utf8", timeout: 25_000 })).toBe("2 threads\n");
});

test("workers that do not start leave one thread, and say why", async () => {
  const lw = await lanewise({ build, threads: 3, worker: new URL("nothing-there.mjs", file) });
  expect(lw.threads).toBe(1);
  expect(lw.reason).toMatch(/^no worker started: .*nothing-there/);
  using A = lw.matrix(300, 300, reals(90_000, 1));
  using x = A.matmul(lw.vector(300));
  expect(x.length).toBe(300);
});

test("the example of the guide prints what it says", async () => {
  const [, code = ""] = /```ts\n(.*?)```/s.exec(readFileSync(join(root, "docs", "threads.md"), "utf8")) ?? [];
  const body = (await transform(code, { loader: "ts", target: "es2022" })).code.replace(/^import .*$/m, "");
  const printed: unknown[][] = [];
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const begin = (options: object) => lanewise({ ...options, worker: file });
  await AsyncFunction("lanewise", "console", body)(begin, { log: (...values: unknown[]) => printed.push(values) });
  expect(printed.map((values) => values.map(String).join(" "))).toEqual([/\/\/ (\d+ .*)$/m.exec(code)?.[1]]);
});

test("one thread that was asked for is the ordinary build", async () => {
  const lw = await lanewise({ build, threads: 1 });
  expect([lw.threads, lw.reason]).toEqual([1, "one thread was asked for"]);
  expect(engineOf(lw).memory.wasm.buffer).toBeInstanceOf(ArrayBuffer);
});

test.each([
  ["crossOriginIsolated", false, /not cross-origin isolated/],
  ["SharedArrayBuffer", undefined, /no SharedArrayBuffer/],
  ["Worker", undefined, /no Worker/],
])("a page without %s has one thread and the reason", async (name, value, reason) => {
  const fetch = async (address: string) => new Response(new Uint8Array(readFileSync(new URL(address))));
  try {
    vi.stubGlobal("Worker", Worker);
    vi.stubGlobal(name, value);
    const lw = await onWeb({ build, fetch, threads: 2 });
    expect(lw.threads).toBe(1);
    expect(lw.reason).toMatch(reason);
    using x = lw.vector([1, 2]);
    expect(x.data[1]).toBe(2);
  } finally {
    vi.unstubAllGlobals();
  }
});

test("memory grows under the workers", async () => {
  const lw = await threaded({ threads: 2, memory: { initial: 1 << 20 } });
  const before = lw.memory.reserved;
  const sums = [400, 900].map((n) =>
    lw.scope(() => {
      const A = lw.matrix(n, n, new Float64Array(n * n).fill(1));
      const C = A.matmul(A);
      return C.data.every((value) => value === n);
    }),
  );
  expect(sums).toEqual([true, true]);
  expect(lw.memory.reserved).toBeGreaterThan(before + 2 * 900 * 900 * 8);
});

test("an abort ends a solver", async () => {
  const lw = await threaded({ threads: 2 });
  const A = lw.matrix(600, 900, reals(540_000, 1));
  const b = lw.vector(reals(600, 2));
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 30);
  const running = runAsync(proximalGradient(A, b, l1(0.1)), {
    tolerance: 0,
    maxIterations: 1e9,
    signal: stop.signal,
    slice: 5,
  });
  await expect(running).rejects.toThrow("abort");
  for (const array of [A, b]) array.dispose();
  expect(lw.memory.bytes).toBe(0);
});

test("what a module holds besides the heap is never written", async () => {
  const lw = await threaded({ threads: 2 });
  const fresh = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  new WebAssembly.Instance(new WebAssembly.Module(wasm(`${build}-threads`)), { env: { memory: fresh } });
  lw.scope(() => {
    const A = lw.matrix(300, 300, reals(90_000, 1), { type: "f32" });
    A.matmul(A, { activation: "gelu" });
    lw.quantize(A).matmul(A);
    lw.random(1).normal(1000);
  });
  const [before, after] = [fresh, engineOf(lw).memory.wasm].map(({ buffer }) => new Uint8Array(buffer));
  let constants = 0;
  const changed: number[] = [];
  for (let i = 0; i < 65536; i++) {
    if (before?.[i] === 0) continue;
    constants++;
    if (after?.[i] !== before?.[i]) changed.push(i);
  }
  expect(constants).toBeGreaterThan(100);
  expect(changed).toEqual([]);
});

test("bad options are named", async () => {
  await expect(lanewise({ threads: 0 })).rejects.toThrow(ArgumentRangeError);
  await expect(lanewise({ patience: -1 })).rejects.toThrow(ArgumentRangeError);
  await expect(lanewise({ worker: 5 as never })).rejects.toThrow(ArgumentTypeError);
  const other = build === "simd" ? "relaxed" : "simd";
  await expect(lanewise({ build, threads: 2, worker: file, wasm: wasm(`${other}-threads`) })).rejects.toThrow("build");
});

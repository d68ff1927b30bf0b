// The published builds under AssemblyScript's own loader, as a program that has it already would start them.
import { readFileSync } from "node:fs";
import { instantiateSync } from "@assemblyscript/loader";
import { expect, test } from "vitest";
import { build } from "../instance.ts";

type Kernels = Record<string, (...args: number[]) => number>;

test("the build runs by address", () => {
  const bytes = readFileSync(new URL(`../../build/${build}.wasm`, import.meta.url));
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536 });
  const { exports } = instantiateSync<Kernels>(bytes, { env: { memory } });
  const { heap_alloc_u8, vec_dot_f64 } = exports as Kernels;
  const at = heap_alloc_u8?.(48) as number;
  new Float64Array(memory.buffer, at, 6).set([1, 2, 3, 4, 5, 6]);
  expect(vec_dot_f64?.(at, at + 24, 3)).toBe(32);
});

// Kernels are looked up when they are first asked for, in the first module and then in those of their families.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { MissingKernelError } from "../../src/core/errors.ts";
import { Engine } from "../../src/kernels/engine.ts";
import { link } from "../../src/kernels/load.ts";
import { cut } from "../../tools/cut.ts";
import { thrown } from "../faults.ts";
import { build } from "../instance.ts";

const bytes = readFileSync(new URL(`../../build/${build}.wasm`, import.meta.url));
const whole = new WebAssembly.Module(bytes);
const slim = (family: string) => new WebAssembly.Module(cut(bytes, family) as Uint8Array<ArrayBuffer>);
const memory = () => new WebAssembly.Memory({ initial: 16, maximum: 65536 });

describe("kernels", () => {
  test("are the module's own exports, found once", () => {
    const kernels = link(whole, memory());
    expect(kernels.f32.csr_mm).toBeTypeOf("function");
    expect(kernels.f32.csr_mm).toBe(kernels.f32.csr_mm);
    expect(kernels.f64.csr_mm).not.toBe(kernels.f32.csr_mm);
    expect(Object.keys(kernels.f32)).toEqual(["csr_mm"]);
  });

  test("that are nowhere are an error that names them and their family", () => {
    const kernels = link(slim("csr"), memory());
    const error = thrown(() => kernels.f32.lut_mm);
    expect(error).toBeInstanceOf(MissingKernelError);
    expect(error).toMatchObject({ kernel: "lut_mm_f32", family: "lut" });
    expect(error.message).toMatch(/lut_mm_f32.*"lut"/);
    expect((kernels.f32 as { toJSON?: unknown }).toJSON).toBeUndefined();
  });

  test("of other families come from further modules, asked for once a family and only when needed", () => {
    const asked: string[] = [];
    const kernels = link(slim("dense"), memory(), (family) => {
      asked.push(family);
      return family === "csr" ? slim("csr") : undefined;
    });
    expect([kernels.f64.dense_gemm, kernels.f64.vec_dot].map((kernel) => typeof kernel)).toEqual([
      "function",
      "function",
    ]);
    expect(asked).toEqual([]);
    expect([kernels.f32.csr_mm, kernels.f64.csr_mm].map((kernel) => typeof kernel)).toEqual(["function", "function"]);
    for (let i = 0; i < 2; i++) expect(thrown(() => kernels.f32.lut_mm)).toBeInstanceOf(MissingKernelError);
    expect(asked).toEqual(["csr", "lut"]);
  });
});

test("modules of several families share one heap and one memory", () => {
  const engine = new Engine(slim("dense"), {}, (family) => slim(family));
  const block = engine.memory.alloc(64);
  const x = new Float64Array(engine.memory.wasm.buffer, block.address, 8);
  engine.kernels.f64.random_normal(block.address, 4);
  expect([...x.subarray(0, 4)].every((number) => Number.isFinite(number) && number !== 0)).toBe(true);
  const sum = x.subarray(0, 4).reduce((total, number) => total + Math.abs(number), 0);
  expect(engine.kernels.f64.vec_asum(block.address, 4)).toBeCloseTo(sum, 12);
  engine.memory.free(block);
  expect(engine.memory.use.bytes).toBe(0);
});

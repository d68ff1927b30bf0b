// lanewise/core: the same arrays in an instance without methods, made by functions that a bundle holds only where they are used.
import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import * as core from "../../src/entry/coreNode.ts";
import * as own from "../../src/entry/coreOwn.ts";
import * as full from "../../src/entry/node.ts";
import { cut } from "../../tools/cut.ts";
import { checkFault, thrown } from "../faults.ts";
import { build } from "../instance.ts";

const whole = readFileSync(new URL(`../../build/${build}.wasm`, import.meta.url));
const CSR: core.CsrInput = { rows: 2, cols: 3, indptr: [0, 2, 3], indices: [0, 2, 1], values: [1, 2, 3] };

describe("the core", () => {
  test("multiplies what its functions make", async () => {
    for (const lw of [core.lanewiseSync({ build }), await core.lanewise({ build })]) {
      const A = core.csr(lw, CSR);
      const X = core.matrix(lw, 3, 2, [1, 2, 3, 4, 5, 6]);
      const Y = A.matmul(X);
      expect([Y.rows, Y.cols, ...Y.data]).toEqual([2, 2, 11, 14, 9, 12]);
      expect([lw.build, lw.memory.arrays]).toEqual([build, 3]);
      expect(lw.scope(() => core.vector(lw, [3, 4]).norm())).toBe(5);
      expect(lw.memory.arrays).toBe(3);
    }
  });

  test("has the classes of the whole package, whose functions work with its instances", () => {
    const lw = core.lanewiseSync({ build });
    expect(core.vector(lw, 2)).toBeInstanceOf(full.Vector);
    const S = full.matrix(lw, [
      [2, 1],
      [1, 2],
    ]);
    const x = full.cholesky(S).solve(full.vector(lw, [4, 5]));
    expect(x.data[0]).toBeCloseTo(1, 12);
    expect(x.data[1]).toBeCloseTo(2, 12);
    expect(lw).not.toBeInstanceOf(full.Lanewise);
  });

  test("an instance is asked for by name", () => {
    for (const bad of [undefined, null, {}, "lw"] as never[]) {
      for (const make of [() => core.vector(bad, 1), () => core.matrix(bad, 1, 1), () => core.csr(bad, CSR)])
        checkFault(thrown(make), "ArgumentTypeError", "lw");
      for (const make of [() => full.coo(bad, {} as never), () => full.random(bad, 1), () => full.fft(bad, 4)])
        checkFault(thrown(make), "ArgumentTypeError", "lw");
    }
  });
});

test("every maker gives what the method of its name gives", () => {
  const lw = full.lanewiseSync({ build });
  const COO = { rows: 2, cols: 2, rowIndices: [1, 0], colIndices: [0, 1], values: [5, 6] };
  const CSC = { rows: 3, cols: 2, indptr: [0, 2, 3], indices: [0, 2, 1], values: [1, 2, 3] };
  const pairs: [{ toDense(): full.Matrix }, { toDense(): full.Matrix }][] = [
    [full.csr(lw, CSR), lw.csr(CSR)],
    [full.csc(lw, CSC), lw.csc(CSC)],
    [full.coo(lw, COO), lw.coo(COO)],
  ];
  for (const [made, expected] of pairs) expect(made.toDense().data).toEqual(expected.toDense().data);
  expect(full.random(lw, 7, 1).normal(5).data).toEqual(lw.random(7, 1).normal(5).data);
  expect(full.fft(lw, 8).bytes).toBe(lw.fft(8).bytes);
  expect(full.matrix(lw, [[1, 2]]).data).toEqual(lw.matrix([[1, 2]]).data);
});

describe("a slim build as one's own wasm", () => {
  test("does what its family does, and names the family that another kernel needs", async () => {
    const wasm = cut(whole, "csr") as Uint8Array<ArrayBuffer>;
    const lw = await own.lanewise({ wasm, build });
    expect([...own.csr(lw, CSR).matmul(own.vector(lw, [1, 1, 1])).data]).toEqual([3, 3]);
    const A = own.matrix(lw, 2, 2, [1, 2, 3, 4]);
    expect(thrown(() => A.matmul(A))).toMatchObject({ name: "MissingKernelError", family: "dense" });
    expect(lw.memory.arrays).toBe(4);
  });

  test("is asked for where the host brings none", async () => {
    checkFault(
      thrown(() => own.lanewiseSync({})),
      "ArgumentTypeError",
      "wasm",
    );
    checkFault(await own.lanewise({}).catch((error) => error), "ArgumentTypeError", "wasm");
  });
});

test("on a Node without getBuiltinModule lanewiseSync waits for lanewise, and says so", async () => {
  vi.resetModules();
  const { getBuiltinModule } = process;
  try {
    Reflect.deleteProperty(process, "getBuiltinModule");
    const old = await import("../../src/entry/coreNode.ts");
    const error = thrown(() => old.lanewiseSync({ build }));
    expect([error.name, error.message]).toEqual(["LoadError", expect.stringMatching(/20\.16.*lanewise\(\)/)]);
    expect((await old.lanewise({ build })).build).toBe(build);
    expect(old.lanewiseSync({ build }).build).toBe(build);
  } finally {
    process.getBuiltinModule = getBuiltinModule;
  }
});

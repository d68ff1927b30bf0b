// Sparse matrices as tensors of a safetensors file, there and back, and what is refused.
import { describe, expect, it } from "vitest";
import { csrParts, csrTensors, FormatError, readSafetensors, writeSafetensors } from "../../src/io/index.ts";
import { lw } from "../instance.ts";

const A = { rows: 3, cols: 4, indptr: [0, 2, 2, 3], indices: [0, 3, 1], values: Float32Array.of(1, -2.5, 3) };
const tensors = (parts: Record<string, [type: "u32" | "f32" | "i32", data: Uint32Array | Float32Array | Int32Array]>) =>
  new Map(Object.entries(parts).map(([name, [type, data]]) => [name, { type, shape: [data.length], data }])) as never;

describe("csrTensors and csrParts", () => {
  it("give a matrix back through a file, of an array in linear memory too", async () => {
    const made = lw.csr(A);
    const { tensors, metadata } = csrTensors({ "layer.0": A, own: made });
    made.dispose();
    expect(metadata["layer.0"]).toBe('{"format":"csr","rows":3,"cols":4}');
    const content = await readSafetensors(await writeSafetensors(tensors, { metadata }));
    for (const name of ["layer.0", "own"]) {
      const { rows, cols, indptr, indices, values, type } = csrParts(content, name);
      expect({ rows, cols, type }).toEqual({ rows: 3, cols: 4, type: "f32" });
      expect([[...indptr], [...indices], [...values]]).toEqual([
        [0, 2, 2, 3],
        [0, 3, 1],
        [1, -2.5, 3],
      ]);
    }
  });

  it("sort the columns of a row and sum equal ones", () => {
    const parts = {
      "m.indptr": ["u32", Uint32Array.of(0, 3)],
      "m.indices": ["u32", Uint32Array.of(1, 0, 1)],
      "m.values": ["f32", Float32Array.of(1, 2, 4)],
    } as const;
    const metadata = new Map([["m", '{"format":"csr","rows":1,"cols":2}']]);
    const { indices, values } = csrParts({ tensors: tensors(parts as never), metadata }, "m");
    expect([[...indices], [...values]]).toEqual([
      [0, 1],
      [2, 5],
    ]);
  });

  const whole = {
    "m.indptr": ["u32", Uint32Array.of(0, 1)],
    "m.indices": ["u32", Uint32Array.of(1)],
    "m.values": ["f32", Float32Array.of(1)],
  };
  it.each([
    ["no note", {}, undefined, "none of this name"],
    ["a note that is no JSON", {}, "{", "{"],
    ["another format", {}, '{"format":"lut","rows":1,"cols":2}', "lut"],
    ["negative sizes", {}, '{"format":"csr","rows":-1,"cols":2}', "-1"],
    ["another number of rows", {}, '{"format":"csr","rows":2,"cols":2}', "shape [3]"],
    ["no values", { "m.values": undefined }, undefined, "none of this name"],
    ["signed indices", { "m.indices": ["i32", Int32Array.of(1)] }, undefined, "i32"],
    ["an index too large", { "m.indices": ["u32", Uint32Array.of(2)] }, undefined, "indices[0]"],
    ["more indices than values", { "m.indices": ["u32", Uint32Array.of(0, 1)] }, undefined, "shape [1]"],
    ["row starts that fall", { "m.indptr": ["u32", Uint32Array.of(1, 1)] }, undefined, "indptr[0]"],
  ])("refuse %s", (name, change, note, message) => {
    const parts = Object.fromEntries(Object.entries({ ...whole, ...change }).filter(([, part]) => part !== undefined));
    const fine = name === "no note" ? [] : [["m", note ?? '{"format":"csr","rows":1,"cols":2}'] as const];
    const read = () => csrParts({ tensors: tensors(parts as never), metadata: new Map(fine) }, "m");
    expect(read).toThrow(FormatError);
    expect(read).toThrow(message);
  });
});

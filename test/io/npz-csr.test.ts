// Sparse matrices in .npz, laid out as SciPy's.
import { describe, expect, test } from "vitest";
import {
  type CsrLike,
  readNpzCsr,
  type TensorInputs,
  UnsupportedFormatError,
  writeNpy,
  writeNpz,
  writeNpzCsr,
} from "../../src/io/index.ts";
import { lw } from "../instance.ts";
import { npyOf, zipOf } from "../oracle/files.ts";
import { formatError, rejection } from "./files.ts";
import { zipped } from "./made.ts";

describe("sparse matrices", () => {
  const dense = [0, 1.5, 0, -2, 0, 3];

  test.each(["f32", "f64"] as const)("laid out as SciPy's, %s", async (type) => {
    using D = lw.matrix(2, 3, dense, { type });
    using A = lw.sparsify(D);
    for (const compress of [true, false]) {
      const bytes = await writeNpzCsr(A, { compress });
      const members = zipOf(bytes);
      const held = Object.fromEntries(
        ["indices", "indptr", "shape", "data"].map((name) => [name, npyOf(members.get(`${name}.npy`)!)]),
      );
      expect(held).toEqual({
        indices: { descr: "<i4", shape: [3], values: [1, 0, 2] },
        indptr: { descr: "<i4", shape: [3], values: [0, 1, 3] },
        shape: { descr: "<i8", shape: [2], values: [2n, 3n] },
        data: { descr: type === "f32" ? "<f4" : "<f8", shape: [3], values: [1.5, -2, 3] },
      });
      expect(Buffer.from(members.get("format.npy")!).toString("latin1")).toMatch(
        /'descr': '\|S3'.*'shape': \(\).*\ncsr$/s,
      );
      expect(await readNpzCsr(bytes)).toEqual({
        rows: 2,
        cols: 3,
        indptr: A.indptr,
        indices: A.indices,
        values: A.values,
        type,
      });
    }
  });

  const parts = async (changes: TensorInputs = {}) => ({
    shape: BigInt64Array.of(2n, 3n),
    data: Float64Array.of(1, 2, 4),
    indices: Int32Array.of(1, 0, 2),
    indptr: Int32Array.of(0, 1, 3),
    ...changes,
  });
  const archive = async (changes: TensorInputs = {}, format: TensorInputs = {}) => {
    const bytes = await writeNpzCsr({ rows: 0, cols: 0, indptr: [0], indices: [], values: [] });
    const own = zipOf(bytes).get("format.npy")!;
    return zipped({
      ...(await members({ ...(await parts(changes)), ...format })),
      ...("format" in format ? {} : { "format.npy": own }),
    });
  };

  test("indices of 64 bits and unsigned ones are read", async () => {
    for (const kind of [BigInt64Array, BigUint64Array])
      expect((await readNpzCsr(await archive({ indices: kind.of(1n, 0n, 2n) }))).indices).toEqual(
        Uint32Array.of(1, 0, 2),
      );
    for (const kind of [Uint32Array, Uint8Array])
      expect((await readNpzCsr(await archive({ indptr: kind.of(0, 1, 3) }))).indptr).toEqual(Uint32Array.of(0, 1, 3));
  });

  test.each<[string, TensorInputs, string]>([
    ["row starts that fall", { indptr: Int32Array.of(0, 4, 3) }, "indptr.npy"],
    ["negative row starts", { indptr: Int32Array.of(0, -1, 3) }, "indptr.npy"],
    ["too few row starts", { indptr: Int32Array.of(0, 3) }, "indptr.npy"],
    ["row starts that are NaN", { indptr: Float64Array.of(0, Number.NaN, 3) }, "indptr.npy"],
    ["columns past the last", { indices: Int32Array.of(1, 0, 3) }, "indices.npy"],
    ["negative columns", { indices: Int32Array.of(1, -1, 2) }, "indices.npy"],
    ["columns beyond what doubles hold", { indices: BigInt64Array.of(1n, 2n ** 53n + 1n, 2n) }, "indices.npy"],
    ["too few columns", { indices: Int32Array.of(1) }, "indices.npy"],
    ["two axes", { data: { shape: [3, 1], data: new Float64Array(3) } }, "data.npy"],
    ["a negative size", { shape: BigInt64Array.of(-2n, 3n) }, "shape.npy"],
    ["sizes that are NaN", { shape: Float64Array.of(Number.NaN, 3) }, "shape.npy"],
    ["three sizes", { shape: BigInt64Array.of(2n, 3n, 1n) }, "shape.npy"],
    ["many rows and no row starts for them", { shape: BigInt64Array.of(4294967295n, 3n) }, "indptr.npy"],
  ])("%s", async (_, changes, entry) => {
    const error = await formatError(readNpzCsr(await archive(changes)));
    expect(error).toMatchObject({ format: "npz", entry });
    expect(error).not.toBeInstanceOf(UnsupportedFormatError);
  });

  test("a format that is no text, and none at all", async () => {
    expect(await formatError(readNpzCsr(await archive({}, { format: Uint8Array.of(1) })))).toMatchObject({
      entry: "format.npy",
    });
    expect(await formatError(readNpzCsr(await writeNpz(await parts())))).toMatchObject({
      entry: "format.npy",
      got: "none",
    });
  });

  test("structures that break the rules are not written", async () => {
    const bad: CsrLike = { rows: 1, cols: 1, indptr: [0, 1], indices: [1], values: [1] };
    expect(await rejection(writeNpzCsr(bad))).toMatchObject({ argument: "indices[0]" });
    expect(await rejection(writeNpzCsr(null as never))).toMatchObject({ argument: "matrix" });
  });
});

/** Members of an archive from arrays. */
const members = async (given: TensorInputs) =>
  Object.fromEntries(
    await Promise.all(Object.entries(given).map(async ([name, a]) => [`${name}.npy`, await writeNpy(a)])),
  );

// Matrix Market written: against a slow reader, and back.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type MarketInput,
  type MarketWriteOptions,
  readMatrixMarket,
  streamMatrixMarket,
  writeMatrixMarket,
} from "../../src/io/index.ts";
import { lw } from "../instance.ts";
import { marketOf } from "../oracle/files.ts";
import { chopped, joined, rejection, string } from "./files.ts";
import { denseOf } from "./made.ts";

/** Sparse matrices by rows, as records. */
const sparse = (value: fc.Arbitrary<number>) =>
  fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 7 })).chain(([rows, cols]) =>
    fc
      .array(fc.dictionary(fc.nat(cols - 1).map(String), value, { maxKeys: cols }), {
        minLength: rows,
        maxLength: rows,
      })
      .map((lines) => {
        const entries = lines.map((line) => Object.entries(line).sort(([a], [b]) => Number(a) - Number(b)));
        let sum = 0;
        return {
          rows,
          cols,
          indptr: Uint32Array.from([0, ...entries.map((line) => (sum += line.length))]),
          indices: Uint32Array.from(entries.flatMap((line) => line.map(([j]) => Number(j)))),
          values: Float64Array.from(entries.flatMap((line) => line.map(([, v]) => v))),
        };
      }),
  );

describe("written", () => {
  test("a sparse matrix comes back with its bits, and a slow reader agrees", () =>
    fc.assert(
      fc.asyncProperty(sparse(fc.double()), fc.integer({ min: 1, max: 30 }), async (A, size) => {
        const bytes = await writeMatrixMarket(A);
        for (const source of [bytes, chopped(bytes, size)]) {
          const m = await readMatrixMarket(source);
          expect(m).toMatchObject({
            ...A,
            layout: "coordinate",
            field: "real",
            symmetry: "general",
            comments: [],
            type: "f64",
          });
        }
        const dense = new Array<number>(A.rows * A.cols).fill(0);
        for (let i = 0; i < A.rows; i++)
          for (let p = A.indptr[i]!; p < A.indptr[i + 1]!; p++) dense[i * A.cols + A.indices[p]!] = 0 + A.values[p]!;
        expect(marketOf(string(bytes)).values.map((v) => v + 0)).toEqual(dense.map((v) => v + 0));
      }),
      { numRuns: 200 },
    ));

  test("a dense matrix comes back with its bits", () =>
    fc.assert(
      fc.asyncProperty(fc.nat(6), fc.nat(6), fc.infiniteStream(fc.double()), async (rows, cols, stream) => {
        const data = Float64Array.from([...stream.take(rows * cols)]);
        const bytes = await writeMatrixMarket({ shape: [rows, cols], data });
        expect(await readMatrixMarket(bytes)).toMatchObject({ layout: "array", shape: [rows, cols], rows, cols, data });
        expect(marketOf(string(bytes)).values.map((v) => v + 0)).toEqual([...data].map((v) => v + 0));
      }),
      { numRuns: 200 },
    ));

  test("a symmetric or skew-symmetric matrix as its lower triangle", () =>
    fc.assert(
      fc.asyncProperty(fc.nat(6), fc.infiniteStream(fc.double()), fc.constantFrom(1, -1), async (n, stream, sign) => {
        const data = new Float64Array(n * n);
        for (let i = 0; i < n; i++)
          for (let j = 0; j <= i; j++) {
            const value = stream.next().value as number;
            if (i === j) data[i * n + j] = sign === 1 ? value : 0;
            else [data[i * n + j], data[j * n + i]] = [value, sign * value];
          }
        const symmetry = sign === 1 ? "symmetric" : "skew-symmetric";
        const bytes = await writeMatrixMarket({ shape: [n, n], data }, { symmetry });
        expect(await readMatrixMarket(bytes)).toMatchObject({ symmetry, data });
        const indptr = Uint32Array.from({ length: n + 1 }, (_, i) => i * n);
        const indices = Uint32Array.from(data, (_, p) => p % n);
        const half = await writeMatrixMarket({ rows: n, cols: n, indptr, indices, values: data }, { symmetry });
        const lower = string(half).trim().split("\n").slice(2);
        expect(lower.length).toBe((n * (n + 1)) / 2);
        expect(await readMatrixMarket(half)).toMatchObject({ symmetry, indptr, indices, values: data });
      }),
      { numRuns: 100 },
    ));

  test("integers, patterns and comments", async () => {
    const A = { rows: 2, cols: 2, indptr: [0, 1, 2], indices: [1, 0], values: [3, -4] };
    const comments = ["made here", ""];
    expect(string(await writeMatrixMarket(A, { field: "integer", comments }))).toBe(
      "%%MatrixMarket matrix coordinate integer general\n%made here\n%\n2 2 2\n1 2 3\n2 1 -4\n",
    );
    expect(string(await writeMatrixMarket(A, { field: "pattern" }))).toBe(
      "%%MatrixMarket matrix coordinate pattern general\n2 2 2\n1 2\n2 1\n",
    );
    expect((await readMatrixMarket(await writeMatrixMarket(A, { comments }))).comments).toEqual(comments);
  });

  test("our arrays", async () => {
    using D = lw.matrix(2, 2, [0, 1, 2, 3]);
    using A = lw.sparsify(D);
    using x = lw.vector([5, 6], { type: "f32" });
    expect(denseOf(await readMatrixMarket(await writeMatrixMarket(D)))).toEqual([0, 1, 2, 3]);
    expect(await readMatrixMarket(await writeMatrixMarket(A))).toMatchObject({
      indptr: A.indptr,
      indices: A.indices,
      values: A.values,
    });
    expect(await readMatrixMarket(await writeMatrixMarket(x))).toMatchObject({
      shape: [2, 1],
      data: Float64Array.of(5, 6),
    });
  });

  test("while memory grows and detaches its views", async () => {
    const n = 20_000;
    const dense = {
      rows: n,
      cols: 1,
      indptr: Uint32Array.from({ length: n + 1 }, (_, i) => i),
      indices: new Uint32Array(n),
      values: new Float64Array(n).fill(0.5),
    };
    using A = lw.csr(dense);
    const parts: Uint8Array[] = [];
    for await (const part of streamMatrixMarket(A)) {
      parts.push(part);
      if (parts.length === 1) lw.vector(4_000_000).dispose();
    }
    expect(parts.length).toBeGreaterThan(2);
    expect(joined(...parts)).toEqual(await writeMatrixMarket(dense));
  });

  const csr = { rows: 2, cols: 2, indptr: [0, 1, 2], indices: [0, 1], values: [1, 2] };
  const square = { shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) };
  test.each<[string, unknown, MarketWriteOptions, string]>([
    ["null", null, {}, "matrix"],
    ["columns past the last", { ...csr, indices: [0, 2] }, {}, "indices[1]"],
    ["row starts that fall", { ...csr, indptr: [0, 3, 2] }, {}, "indptr[1]"],
    ["row starts that begin late", { ...csr, indptr: [1, 1, 2] }, {}, "indptr[0]"],
    ["row starts that end early", { ...csr, indptr: [0, 1, 1] }, {}, "indptr[2]"],
    ["too few row starts", { ...csr, indptr: [0, 2] }, {}, "indptr"],
    ["too few values", { ...csr, values: [1] }, {}, "values"],
    ["a negative size", { ...csr, rows: -1 }, {}, "rows"],
    ["three axes", { shape: [1, 1, 1], data: new Float64Array(1) }, {}, "matrix.shape"],
    ["a field that is none", csr, { field: "complex" as never }, "field"],
    ["a symmetry that is none", csr, { symmetry: "hermitian" as never }, "symmetry"],
    ["a dense pattern", square, { field: "pattern" }, "field"],
    ["a skew-symmetric pattern", csr, { field: "pattern", symmetry: "skew-symmetric" }, "field"],
    ["a fraction as integer", { ...csr, values: [1, 0.5] }, { field: "integer" }, "values[1]"],
    ["NaN as integer", { ...csr, values: [1, Number.NaN] }, { field: "integer" }, "values[1]"],
    ["what is not symmetric", square, { symmetry: "symmetric" }, "matrix[0, 1]"],
    ["what is not skew-symmetric", csr, { symmetry: "skew-symmetric" }, "matrix[0, 0]"],
    ["what has no mirror image", { ...csr, indices: [1, 1] }, { symmetry: "symmetric" }, "matrix[1, 0]"],
    ["what is not square", { shape: [1, 2], data: new Float64Array(2) }, { symmetry: "symmetric" }, "matrix"],
    ["a comment of two lines", csr, { comments: ["a\nb"] }, "comments[0]"],
    ["comments that are none", csr, { comments: "a" as never }, "comments"],
  ])("not %s", async (_, matrix, options, argument) => {
    expect(await rejection(writeMatrixMarket(matrix as MarketInput, options))).toMatchObject({
      argument,
      got: expect.any(String),
    });
  });
});

// Matrix Market against SciPy's files, against a slow reader, through every kind of source, and broken in every way.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  FormatError,
  type MarketInput,
  type MarketWriteOptions,
  readMatrixMarket,
  streamMatrixMarket,
  UnsupportedFormatError,
  writeMatrixMarket,
} from "../../src/io/index.ts";
import { lw } from "../instance.ts";
import { marketOf } from "../oracle/files.ts";
import {
  chopped,
  elements,
  type Expected,
  fixture,
  folders,
  formatError,
  joined,
  json,
  rejection,
  sources,
  split,
  string,
  text,
} from "./files.ts";

type Read = Awaited<ReturnType<typeof readMatrixMarket>>;

/** A matrix as rows of numbers, its structure checked on the way. */
function denseOf(m: Read): number[] {
  if (m.layout === "array") {
    expect(m.shape).toEqual([m.rows, m.cols]);
    return [...m.data];
  }
  const out = new Array<number>(m.rows * m.cols).fill(0);
  expect([m.indptr.length, m.indptr[0], m.indptr[m.rows]]).toEqual([m.rows + 1, 0, m.indices.length]);
  for (let i = 0; i < m.rows; i++)
    for (let p = m.indptr[i]!; p < m.indptr[i + 1]!; p++) {
      if (p > m.indptr[i]!) expect(m.indices[p]!).toBeGreaterThan(m.indices[p - 1]!);
      out[i * m.cols + m.indices[p]!] = m.values[p]!;
    }
  return out;
}

describe.each(folders)("files of SciPy, %s", (folder) => {
  test.each(Object.entries(json<Record<string, Expected>>(folder, "market")))("%s", async (name, { shape, values }) => {
    const m = await readMatrixMarket(fixture(folder, `${name}.mtx`));
    expect([m.rows, m.cols]).toEqual(shape);
    expect(denseOf(m)).toEqual(elements(values, []));
    expect(m.layout).toBe(name.startsWith("array") ? "array" : "coordinate");
    const symmetry = ({ symmetric: "symmetric", skew: "skew-symmetric" } as const)[name.split("-").at(-1) as "skew"];
    expect(m.symmetry).toBe(symmetry ?? "general");
    const fields = { integer: "integer", unsigned: "integer", pattern: "pattern" } as const;
    expect(m.field).toBe(Object.entries(fields).find(([word]) => name.includes(word))?.[1] ?? "real");
  });

  test("comments", async () => {
    const { comments } = await readMatrixMarket(fixture(folder, "general.mtx"));
    expect(comments.map((line) => line.trim())).toEqual(["general", "second line"]);
  });

  test.each(["complex", "hermitian"])("%s is refused by name", async (name) => {
    const error = await formatError(readMatrixMarket(fixture(folder, `${name}.mtx`)));
    expect(error).toBeInstanceOf(UnsupportedFormatError);
    expect(error).toMatchObject({ line: 1, got: `"${name}"` });
  });
});

const banner = (layout = "coordinate", field = "real", symmetry = "general") =>
  `%%MatrixMarket matrix ${layout} ${field} ${symmetry}\n`;
const read = (content: string) => readMatrixMarket(text(content));

describe("what is read", () => {
  test.each<[string, string, number[]]>([
    ["any case in the banner", "%%matrixmarket MATRIX Coordinate REAL General\n1 1 1\n1 1 2", [2]],
    ["double as real", "%%MatrixMarket matrix array double general\n1 1\n2", [2]],
    ["blank lines, tabs, carriage returns", `${banner()}\r\n%\r\n\n  2\t1 1 \r\n\n\n 2   1\t-3.5 \r\n\n`, [0, -3.5]],
    ["no newline at the end", `${banner()}1 2 1\n1 2 4`, [0, 4]],
    ["duplicates in the order in which they come", `${banner()}1 1 3\n1 1 1e16\n1 1 1\n1 1 -1e16`, [0]],
    ["columns out of order", `${banner()}1 3 3\n1 3 3\n1 1 1\n1 2 2`, [1, 2, 3]],
    [
      "the upper triangle of a symmetric matrix",
      `${banner("coordinate", "real", "symmetric")}2 2 2\n1 2 5\n2 2 1`,
      [0, 5, 5, 1],
    ],
    [
      "the upper triangle of a skew-symmetric matrix",
      `${banner("coordinate", "real", "skew-symmetric")}2 2 1\n1 2 5`,
      [0, 5, -5, 0],
    ],
    [
      "zeros on the diagonal of a skew-symmetric matrix",
      `${banner("coordinate", "integer", "skew-symmetric")}1 1 1\n1 1 0`,
      [0],
    ],
    ["a skew-symmetric array of one element", `${banner("array", "real", "skew-symmetric")}1 1\n`, [0]],
    ["a symmetric array", `${banner("array", "integer", "symmetric")}2 2\n1\n+2\n-3`, [1, 2, 2, -3]],
    ["a pattern", `${banner("coordinate", "pattern", "symmetric")}2 2 2\n2 1\n1 1`, [1, 1, 1, 0]],
    ["nothing", `${banner()}0 0 0`, []],
    ["an array of nothing", `${banner("array")}0 5\n`, []],
    [
      "words for what is no number",
      `${banner("array")}5 1\nNaN\n-Inf\n+infinity\nINF\n-nan`,
      [Number.NaN, -Infinity, Infinity, Infinity, Number.NaN],
    ],
    ["bare points", `${banner("array")}2 1\n5.\n.5`, [5, 0.5]],
    [
      "integers below 2^53",
      `${banner("array", "integer")}2 1\n9007199254740991\n-9007199254740991`,
      [2 ** 53 - 1, 1 - 2 ** 53],
    ],
  ])("%s", async (_, content, values) => {
    expect(denseOf(await read(content))).toEqual(values);
  });

  test("explicit zeros are kept, cancelled sums too", async () => {
    const m = await read(`${banner()}2 2 3\n1 1 0\n2 2 1\n2 2 -1`);
    expect(m).toMatchObject({
      indptr: Uint32Array.of(0, 1, 2),
      indices: Uint32Array.of(0, 1),
      values: Float64Array.of(0, 0),
    });
  });

  test("long rows in any order, with repeats, are sorted and summed", async () => {
    const lines: string[] = [];
    const expected = new Array<number>(200).fill(0);
    for (let p = 0; p < 500; p++) {
      const j = (p * 77) % 200;
      lines.push(`1 ${j + 1} ${p}`);
      expected[j]! += p;
    }
    expect(denseOf(await read(`${banner()}1 200 500\n${lines.join("\n")}`))).toEqual(expected);
  });

  test("and taken by lw.csr and lw.matrix", async () => {
    const sparse = await read(`${banner()}2 3 2\n2 1 4\n1 3 5`);
    const dense = await read(`${banner("array")}2 2\n1\n2\n3\n4`);
    if (sparse.layout !== "coordinate" || dense.layout !== "array") throw new Error("layout");
    using A = lw.csr(sparse);
    using D = A.toDense();
    using B = lw.matrix(...dense.shape, dense.data);
    expect([[...D.data], [...B.data]]).toEqual([
      [0, 0, 5, 4, 0, 0],
      [1, 3, 2, 4],
    ]);
  });
});

describe("what is refused, with the line", () => {
  test.each<[string, string, number | undefined, string]>([
    ["nothing at all", "", 1, "a banner and sizes"],
    ["no banner", "1 1 1\n", 1, "%%MatrixMarket"],
    ["one percent sign", "%MatrixMarket matrix array real general\n", 1, "%%MatrixMarket"],
    ["a banner only", banner(), 2, "a banner and sizes"],
    ["another object", "%%MatrixMarket vector array real general\n", 1, "matrix"],
    ["another layout", banner("csr"), 1, "coordinate or array"],
    ["another field", banner("array", "float"), 1, "real, integer or pattern"],
    ["another symmetry", banner("array", "real", "triangular"), 1, "general, symmetric or skew-symmetric"],
    ["four words", "%%MatrixMarket matrix array real\n1 1\n1", 1, "general, symmetric or skew-symmetric"],
    ["six words", `${banner().trim()} more\n1 1 0`, 1, "the end of the line"],
    ["an array of pattern", banner("array", "pattern"), 1, "pattern only with"],
    ["a skew-symmetric pattern", banner("coordinate", "pattern", "skew-symmetric"), 1, "pattern only with"],
    ["two sizes in coordinate layout", `${banner()}1 1\n1 1 1`, 2, "an integer from 0 to"],
    ["three sizes in array layout", `${banner("array")}1 1 1\n1`, 2, "the end of the line"],
    ["a negative size", `${banner()}%\n-1 1 1\n`, 3, "an integer from 0 to 4294967295"],
    ["a count that is NaN", `${banner()}1 1 nan\n`, 2, "an integer from 0 to"],
    ["a size past 2^32", `${banner()}4294967296 1 1\n`, 2, "an integer from 0 to 4294967295"],
    ["a size of many digits", `${banner()}${"9".repeat(400)} 1 1\n`, 2, "an integer from 0 to 4294967295"],
    ["a fraction as size", `${banner()}1.5 1 1\n`, 2, "an integer from 0 to"],
    [
      "a symmetric matrix that is not square",
      `${banner("array", "real", "symmetric")}2 3\n`,
      2,
      "as many columns as rows",
    ],
    ["too few entries", `${banner()}2 2 2\n1 1 1\n`, 4, "2 entries"],
    ["too many entries", `${banner()}2 2 1\n1 1 1\n\n2 2 1\n`, 5, "no more than 1 entries"],
    ["too few numbers", `${banner("array")}2 2\n1\n2\n3\n`, 6, "4 entries"],
    ["too many numbers", `${banner("array")}1 1\n1\n2\n`, 4, "no more than 1 entries"],
    ["row 0", `${banner()}2 2 1\n0 1 1\n`, 3, "an integer from 1 to 2"],
    ["a row past the last", `${banner()}2 2 1\n3 1 1\n`, 3, "an integer from 1 to 2"],
    ["a column past the last", `${banner()}2 2 1\n1 3 1\n`, 3, "an integer from 1 to 2"],
    ["an entry where there are no columns", `${banner()}2 0 1\n1 1 1\n`, 3, "an integer from 1 to 0"],
    ["no value", `${banner()}2 2 1\n1 1\n`, 3, "a number"],
    ["a value in a pattern", `${banner("coordinate", "pattern")}1 1 1\n1 1 1\n`, 3, "the end of the line"],
    ["two values", `${banner()}1 1 1\n1 1 1 2\n`, 3, "the end of the line"],
    ["two numbers on a line of an array", `${banner("array")}2 1\n1 2\n`, 3, "the end of the line"],
    ["a fraction in an integer matrix", `${banner("array", "integer")}1 1\n1.5\n`, 3, "an integer below 2^53"],
    ["an integer past 2^53", `${banner("array", "integer")}1 1\n9007199254740993\n`, 3, "an integer below 2^53"],
    ["a sign alone", `${banner("array", "integer")}1 1\n-\n`, 3, "an integer below 2^53"],
    ["a comment among the entries", `${banner()}1 1 1\n% no\n1 1 1\n`, 3, "an integer from 1 to 1"],
    [
      "both triangles of a symmetric matrix",
      `${banner("coordinate", "real", "symmetric")}2 2 2\n1 2 1\n2 1 1`,
      4,
      "entries on one side of the diagonal",
    ],
    [
      "a diagonal in a skew-symmetric matrix",
      `${banner("coordinate", "real", "skew-symmetric")}1 1 1\n1 1 1`,
      3,
      "a diagonal of zeros",
    ],
    ["a line of 100 KB", `${banner()}%${"x".repeat(1e5)}`, undefined, "lines of at most 65536 bytes"],
    ...[
      "",
      "+",
      ".",
      "-.",
      "e5",
      "1e",
      "1e+",
      "1.2.3",
      "0x10",
      "1_000",
      "1,5",
      "١",
      "--1",
      "1e5.",
      "infin",
      "nanny",
      "1\u0000",
    ].map((token): [string, string, number, string] => [
      `${JSON.stringify(token)} as a number`,
      `${banner()}1 1 1\n1 1 ${token}\n`,
      3,
      "a number",
    ]),
  ])("%s", async (_, content, line, expected) => {
    for (const source of [text(content), chopped(text(content), 1)]) {
      const error = await formatError(readMatrixMarket(source));
      expect(error).toMatchObject({ format: "Matrix Market", line, expected: expect.stringContaining(expected) });
    }
  });

  test("comments that are not UTF-8", async () => {
    const bytes = joined(text(`${banner()}%`), [0xe9, 10], text("1 1 0\n"));
    expect(await formatError(readMatrixMarket(bytes))).toMatchObject({ line: 2, expected: "UTF-8" });
  });

  test("more rows than maxRows or bytes, the arrays for which are never made", async () => {
    const content = text(`${banner()}4294967295 1 1\n4294967295 1 1\n`);
    expect(await formatError(readMatrixMarket(content))).toMatchObject({ got: "4294967295" });
    const small = text(`${banner()}1000 1 0\n`);
    expect(await formatError(readMatrixMarket(small, { maxRows: 999 }))).toMatchObject({ got: "1000" });
    expect((await readMatrixMarket(small, { maxRows: 1000 })).rows).toBe(1000);
    expect((await readMatrixMarket(joined(small, text("\n".repeat(1000))), { maxRows: 10 })).rows).toBe(1000);
    expect(await rejection(readMatrixMarket(small, { maxRows: -1 }))).toMatchObject({ argument: "maxRows" });
  });

  test("cut anywhere", async () => {
    const whole = text(`${banner()}% comment\n3 3 3\n1 1 1.5\n2 2 -2\n3 3 3\n`);
    const last = string(whole).lastIndexOf("3 3 3") + 5;
    for (let length = 0; length < last; length++)
      expect(await formatError(readMatrixMarket(whole.subarray(0, length))), `${length}`).toBeInstanceOf(FormatError);
  });
});

describe("sources", () => {
  const content = text(
    `${banner("coordinate", "real", "symmetric")}% größe\n%\n 3 3 3\n1 1 1.25\n3 1 -2e-3\n3 2 123456789.123456789\n`,
  );

  test("of every kind", async () => {
    const expected = await readMatrixMarket(content);
    for (const [name, source] of Object.entries(sources(content)))
      expect(await readMatrixMarket(source), name).toEqual(expected);
  });

  test("cut at every byte", async () => {
    const expected = await readMatrixMarket(content);
    for (let at = 0; at <= content.length; at++)
      expect(await readMatrixMarket(split(content, at)), `${at}`).toEqual(expected);
  });
});

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

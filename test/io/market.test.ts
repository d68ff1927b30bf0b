// Matrix Market against SciPy's files, and through every kind of source.
import { describe, expect, test } from "vitest";
import { readMatrixMarket, UnsupportedFormatError } from "../../src/io/index.ts";
import { lw } from "../instance.ts";
import { elements, type Expected, fixture, folders, formatError, json, sources, split, text } from "./files.ts";
import { banner, denseOf } from "./made.ts";

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
    ["an integer of minus zero", `${banner("array", "integer")}2 1\n-0\n-0`, [0, 0]],
    [
      "signs, blanks and words among plain lines",
      `${banner()}1 5 5\n1 1 1\n1 2 +2\n\n 1\t3  3 \r\n1 4 nan\n1 5 -5e0`,
      [1, 2, 3, Number.NaN, -5],
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

// Matrix Market files broken in every way: each refused with the line.
import { describe, expect, test } from "vitest";
import { FormatError, readMatrixMarket } from "../../src/io/index.ts";
import { chopped, formatError, joined, rejection, string, text } from "./files.ts";
import { banner } from "./made.ts";

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

  test.each<[string, string, string[]]>([
    [
      "coordinate",
      "real",
      ["0 1 1", "3 1 1", "1 0 1", "1 3 1", "1 1", "1", "1 1 x", "1 1 1 2", "1 1 1e", "1 1 .", "1 1 -", "1 1 1\u0000"],
    ],
    ["coordinate", "real", ["1.5 1 1", "1 1.5 1", "-1 1 1", "1 1 1.2.3", "1 1 1e5.", "1 1 e5", "x", "1,1,1", "1 1 1;"]],
    ["coordinate", "integer", ["1 1 1.0", "1 1 1e0", "1 1 1.", "1 1 9007199254740993", "1 1 -", "1 1"]],
    ["coordinate", "pattern", ["1 1 1", "1", "1 3", "1 0", "1 1.5", "1 1x"]],
    ["array", "real", ["x", "1 2", "1e", "-", "1x", "."]],
    ["array", "integer", ["1.5", "1e3", "10000000000000000"]],
  ])("the same behind plain lines, %s %s", async (layout, field, lines) => {
    const plain = layout === "array" ? "1\n" : field === "pattern" ? "1 2\n" : "1 2 -1\n";
    const sizes = layout === "array" ? "9 1" : "2 2 9";
    for (const line of lines) {
      const content = `${banner(layout, field)}${sizes}\n${plain.repeat(3)}${line}\n${plain.repeat(5)}`;
      expect(await formatError(readMatrixMarket(text(content))), line).toMatchObject({ line: 6 });
    }
  });

  test("the wrong triangle behind plain lines", async () => {
    for (const [symmetry, line] of [
      ["symmetric", "1 3 1"],
      ["skew-symmetric", "1 3 1"],
      ["skew-symmetric", "2 2 1"],
    ] as const) {
      const content = `${banner("coordinate", "real", symmetry)}3 3 5\n2 1 1\n3 1 1\n3 2 1\n${line}\n3 2 1\n`;
      expect(await formatError(readMatrixMarket(text(content)))).toMatchObject({ line: 6 });
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

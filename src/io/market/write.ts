/**
 * Matrix Market, written: a sparse matrix in coordinate layout, a dense one in array layout.
 *
 * Each number is the shortest decimal that gives the same double again.
 * @module
 */
import { checkChoice, checkOptions, describe } from "../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../core/errors.ts";
import type { TransferOptions } from "../pace.ts";
import { collect, transfer } from "../sink.ts";
import type { Bytes } from "../source.ts";
import { type CsrLike, checkCsr } from "../sparse/record.ts";
import { numbersOf, type TensorInput, tensorOf } from "../tensor/tensor.ts";
import type { Field, Symmetry } from "./header.ts";
import { checkDenseSymmetry, checkSparseSymmetry } from "./symmetry.ts";

/** How to write. */
export interface MarketWriteOptions extends TransferOptions {
  /** What an entry is. Default "real". "pattern", for sparse matrices, leaves the values out. */
  field?: Field;
  /** Default "general". Otherwise only the lower triangle is written, and the matrix must be what is said. */
  symmetry?: Symmetry;
  /** Lines of comment. */
  comments?: readonly string[];
}

/** What is written to Matrix Market: { rows, cols, indptr, indices, values }, a CsrMatrix, or what is dense. */
export type MarketInput = CsrLike | TensorInput;

type Plan = Required<Pick<MarketWriteOptions, "field" | "symmetry" | "comments">>;

/** Characters of one piece, about. */
const PIECE = 1 << 16;

/**
 * The matrix as a Matrix Market file; a vector as one column.
 *
 * @throws ArgumentRangeError if the matrix has not the symmetry or the field asked for; other argument errors
 */
export async function writeMatrixMarket(matrix: MarketInput, options: MarketWriteOptions = {}): Promise<Bytes> {
  return collect(streamMatrixMarket(matrix, options));
}

/** As `writeMatrixMarket`, by pieces of about 64 KiB. The matrix must not change meanwhile. */
export async function* streamMatrixMarket(
  matrix: MarketInput,
  options: MarketWriteOptions = {},
): AsyncGenerator<Bytes, void, undefined> {
  checkOptions("options", options);
  const { field = "real", symmetry = "general", comments = [] } = options;
  checkChoice("field", field, ["real", "integer", "pattern"]);
  checkChoice("symmetry", symmetry, ["general", "symmetric", "skew-symmetric"]);
  checkComments(comments);
  const plan = { field, symmetry, comments };
  const lines = isSparse(matrix) ? sparseLines(matrix, plan) : denseLines(matrix, plan);
  yield* transfer(encoded(lines), options);
}

const isSparse = (matrix: MarketInput): matrix is CsrLike =>
  typeof matrix === "object" && matrix !== null && "indptr" in matrix;

function* sparseLines(A: CsrLike, plan: Plan): Generator<string, void, undefined> {
  const { field, symmetry } = plan;
  if (field === "pattern" && symmetry === "skew-symmetric")
    throw new ArgumentRangeError("field", '"real" or "integer" for a skew-symmetric matrix', describe(field));
  checkCsr(A);
  const isGeneral = symmetry === "general";
  const count = isGeneral ? A.indices.length : checkSparseSymmetry(A, symmetry);
  yield banner("coordinate", plan);
  yield `${A.rows} ${A.cols} ${count}\n`;
  const format = formatOf(field);
  for (let i = 0; i < A.rows; i++) {
    const { indptr, indices, values } = A; // of a CsrMatrix: views that the next growth of memory detaches
    for (let p = indptr[i] as number; p < (indptr[i + 1] as number); p++) {
      const j = indices[p] as number;
      if (isGeneral || j <= i) yield `${i + 1} ${j + 1}${format(values[p] as number, p)}\n`;
    }
  }
}

function* denseLines(input: TensorInput, plan: Plan): Generator<string, void, undefined> {
  const { field, symmetry } = plan;
  if (field === "pattern")
    throw new ArgumentRangeError("field", '"real" or "integer" for a dense matrix', describe(field));
  const tensor = tensorOf("matrix", input);
  const [rows = 1, cols = 1] = tensor.shape;
  if (tensor.shape.length > 2)
    throw new ArgumentRangeError("matrix.shape", "at most two axes", `${tensor.shape.length}`);
  const data = numbersOf(tensor);
  if (symmetry !== "general") checkDenseSymmetry(rows, cols, data, symmetry);
  yield banner("array", plan);
  yield `${rows} ${cols}\n`;
  const format = formatOf(field);
  for (let j = 0; j < cols; j++)
    for (let i = symmetry === "general" ? 0 : symmetry === "symmetric" ? j : j + 1; i < rows; i++)
      yield `${format(data[i * cols + j] as number, i * cols + j).slice(1)}\n`;
}

const banner = (layout: string, { field, symmetry, comments }: Plan): string =>
  [`%%MatrixMarket matrix ${layout} ${field} ${symmetry}\n`, ...comments.map((line) => `%${line}\n`)].join("");

/** What stands after the place of an entry. */
function formatOf(field: Field): (value: number, at: number) => string {
  if (field === "pattern") return () => "";
  if (field === "real") return (value) => ` ${decimal(value)}`;
  return (value, at) => {
    if (!Number.isSafeInteger(value))
      throw new ArgumentRangeError(`values[${at}]`, "an integer below 2^53", describe(value));
    return ` ${value}`;
  };
}

function decimal(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
}

function checkComments(comments: readonly string[]): void {
  if (!Array.isArray(comments)) throw new ArgumentTypeError("comments", "an array of lines", describe(comments));
  for (const [i, line] of comments.entries())
    if (typeof line !== "string" || /[\r\n]/.test(line) || line.length > 1000)
      throw new ArgumentRangeError(`comments[${i}]`, "one line of at most 1000 characters", describe(line));
}

function* encoded(lines: Iterable<string>): Generator<Bytes, void, undefined> {
  const encoder = new TextEncoder();
  let text = "";
  for (const line of lines) {
    text += line;
    if (text.length < PIECE) continue;
    yield encoder.encode(text);
    text = "";
  }
  if (text !== "") yield encoder.encode(text);
}

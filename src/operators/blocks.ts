/**
 * Operators put together from blocks.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { describe } from "../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { checkVector } from "../kernels/storage.ts";
import { axpy } from "../kernels/vec.ts";
import { checkKind, checkOperator, type LinearOperator } from "./linear.ts";

type Block = LinearOperator | null;
type Rows = readonly (readonly Block[])[];

/**
 * The operator of these blocks, null for zeros; each row and each column needs one block that is not null. A product reserves
 * as much as x and twice the longest part of out, and gives it back.
 */
export function blockOperator(blocks: Rows): LinearOperator {
  if (!Array.isArray(blocks) || !Array.isArray(blocks[0]))
    throw new ArgumentTypeError("blocks", "an array of rows of operators", describe(blocks));
  const across = (blocks[0] as readonly Block[]).length;
  for (const [i, row] of blocks.entries()) {
    if (!Array.isArray(row) || row.length !== across)
      throw new ShapeError(`blocks[${i}]`, `${across} blocks`, describe(row));
    for (const [j, block] of row.entries()) if (block !== null) checkOperator(`blocks[${i}][${j}]`, block);
  }
  const first = blocks.flat().find((block) => block !== null);
  if (!first) throw new ShapeError("blocks", "a block that is not null", "none");
  for (const [i, row] of blocks.entries())
    for (const [j, block] of row.entries()) if (block) checkKind(`blocks[${i}][${j}]`, block, first);
  const heights = blocks.map((_, i) => common(blocks, i, undefined));
  const widths = Array.from({ length: across }, (_, j) => common(blocks, undefined, j));
  const total = (sizes: number[]) => sizes.reduce((a, b) => a + b, 0);
  const { engine, type } = first;
  const like = { engine, type };
  const [rows, cols] = [total(heights), total(widths)];
  const product = (out: Vector, x: Vector, from: number[], to: number[], adjoint: boolean) =>
    engine.memory.scope(() => {
      checkVector("x", x, like, total(from));
      checkVector("out", out, like, total(to));
      const parts = starts(from).map((at, j) => {
        const part = new Vector(engine, type, from[j] as number);
        part.data.set(x.data.subarray(at, at + part.length));
        return part;
      });
      for (const [i, at] of starts(to).entries()) {
        const [sum, term] = [Vector.zeros(engine, type, to[i] as number), new Vector(engine, type, to[i] as number)];
        for (const [j, part] of parts.entries()) {
          const block = adjoint ? blocks[j]?.[i] : blocks[i]?.[j];
          if (!block) continue;
          if (adjoint) block.adjoint(term, part);
          else block.apply(term, part);
          axpy(sum, term, 1);
        }
        out.data.set(sum.data, at);
        sum.dispose();
        term.dispose();
      }
    });
  return {
    engine,
    type,
    rows,
    cols,
    apply: (out, x) => product(out, x, widths, heights, false),
    adjoint: (out, y) => product(out, y, heights, widths, true),
  };
}

/** Operators one below the other. */
export const vstack = (...parts: LinearOperator[]): LinearOperator => blockOperator(parts.map((part) => [part]));

/** Operators side by side. */
export const hstack = (...parts: LinearOperator[]): LinearOperator => blockOperator([parts]);

/** The rows of all blocks of a row, or the columns of all of a column. */
function common(blocks: Rows, row: number | undefined, col: number | undefined): number {
  let size: number | undefined;
  for (const [i, line] of blocks.entries())
    for (const [j, block] of line.entries()) {
      if (!block || (row ?? i) !== i || (col ?? j) !== j) continue;
      const own = row === undefined ? block.cols : block.rows;
      size ??= own;
      if (own !== size)
        throw new ShapeError(`blocks[${i}][${j}]`, `${size} ${row === undefined ? "columns" : "rows"}`, `${own}`);
    }
  if (size !== undefined) return size;
  throw new ShapeError(row === undefined ? `column ${col} of blocks` : `row ${row} of blocks`, "a block", "only null");
}

/** Where each part begins. */
function starts(sizes: readonly number[]): number[] {
  let at = 0;
  return sizes.map((size) => {
    at += size;
    return at - size;
  });
}

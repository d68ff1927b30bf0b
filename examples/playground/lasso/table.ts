/**
 * The diabetes table, ready to fit.
 * @module
 */
import type { Lanewise, Matrix, Vector } from "lanewise";
import address from "../../../data/diabetes.csv?url";
import { standardise } from "../../../src/cli/demo/standardise.ts";
import { parseTable, type Table } from "../../../src/cli/demo/table.ts";

/** What the variables are, in the order of the table. */
export const MEANINGS = [
  "age",
  "sex",
  "body mass index",
  "mean blood pressure",
  "total cholesterol",
  "low-density lipoproteins",
  "high-density lipoproteins",
  "total over high-density cholesterol",
  "log of triglycerides, possibly",
  "blood sugar",
];

/** Variables of mean 0 and variance 1, and the progression of the disease. */
export interface Samples {
  readonly table: Table;
  readonly X: Matrix;
  readonly y: Vector;
}

/** Loads the table that comes with the page. */
export async function loadSamples(lw: Lanewise): Promise<Samples> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the diabetes table could not be loaded: ${response.url} gave ${response.status}`);
  const table = parseTable(await response.text());
  const { rows, cols, target } = table;
  const { Z } = standardise(table); // over sqrt(rows), which the models divide by themselves
  const root = Math.sqrt(rows);
  return {
    table,
    X: lw.matrix(
      rows,
      cols,
      Z.map((v) => v * root),
    ),
    y: lw.vector(target),
  };
}

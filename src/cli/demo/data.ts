/**
 * The two tables in data/. Their sources and licences are in data/README.md.
 * @module
 */
import { readData } from "../package.ts";
import { parseTable, type Table } from "./table.ts";

/** 1797 pictures of 8 x 8 pixels, 0 to 16, and the digit each shows. */
export const loadDigits = (): Table => parseTable(readData("digits.csv"));

/** 442 patients, ten variables in their own units, and the progression of the disease. */
export const loadDiabetes = (): Table => parseTable(readData("diabetes.csv"));

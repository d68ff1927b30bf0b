/**
 * Where the package's own files lie: the same two steps up from src/cli and from dist/cli.
 * @module
 */
import { readFileSync } from "node:fs";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** The package's version. */
export const version: string = JSON.parse(read("package.json")).version;

/** The text of a file in data/. */
export const readData = (name: string): string => read(`data/${name}`);

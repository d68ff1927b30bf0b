/**
 * tsx bench/cli.ts [--filter NAME[,NAME]] [--json FILE] [--peers] [--build simd|relaxed|auto]
 *
 * Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted.
 * @module
 */
import { parseArgs } from "node:util";
import { ArgumentRangeError, UnsupportedBuildError } from "../src/core/errors.ts";
import { type BenchOptions, bench, sizes, table } from "./main.ts";

const abort = new AbortController();
process.once("SIGINT", () => abort.abort(new Error("interrupted")));

function read(): BenchOptions {
  const { values } = parseArgs({
    options: {
      filter: { type: "string", multiple: true },
      json: { type: "string" },
      peers: { type: "boolean" },
      build: { type: "string" },
    },
  });
  const { filter, ...rest } = values;
  return { ...rest, ...(filter ? { filter: filter.flatMap((names) => names.split(",")) } : {}) } as BenchOptions;
}

function codeOf(error: unknown): number {
  if (abort.signal.aborted) return 130;
  const wrongLine = String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");
  return wrongLine || error instanceof ArgumentRangeError || error instanceof UnsupportedBuildError ? 2 : 1;
}

try {
  const onProgress = (message: string) => process.stderr.write(`${message}\n`);
  const rows = await bench({ ...read(), signal: abort.signal, onProgress });
  process.stdout.write(`${sizes()}\n${table(rows)}\n`);
} catch (error) {
  process.stderr.write(`bench: ${(error as Error).message}\n`);
  process.exitCode = codeOf(error);
}

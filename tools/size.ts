// What a user downloads, in brotli, against budgets: each build of the Wasm, whole and by family, and the JavaScript of small programs.
// Fails above a budget.

import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { LARGE } from "./large.ts";

const KIB = 1024;
const WHOLE = 160 * KIB;
const SMALL = 12 * KIB;

/** Programs of one line as users write them, with the budget of each. */
const PROGRAMS: Record<string, [source: string, budget: number]> = {
  "lanewise/core, csr times a matrix": [
    'import { csr, lanewise, matrix } from "lanewise/core"; const lw = await lanewise(); csr(lw, input).matmul(matrix(lw, 2, 2));',
    SMALL,
  ],
  "lanewise/core and bsr of lanewise": [
    'import { lanewise } from "lanewise/core"; import { bsr } from "lanewise"; bsr(await lanewise(), input).matmul(x);',
    SMALL + 2 * KIB,
  ],
  "lanewise, csr times a matrix": [
    'import { lanewise } from "lanewise"; const lw = await lanewise(); lw.csr(input).matmul(lw.matrix(2, 2));',
    40 * KIB,
  ],
  ...Object.fromEntries(
    globSync("src/{models,io,methods/*}/index.ts").map((path) => {
      const subpath = basename(path.replace("/index.ts", ""));
      return [`lanewise/${subpath}, all of it`, [`export * from "lanewise/${subpath}";`, 64 * KIB]];
    }),
  ),
};

const check = (name: string, bytes: Uint8Array, budget: number, note = ""): void => {
  const brotli = brotliCompressSync(bytes).length;
  const over = brotli > budget;
  if (over) process.exitCode = 1;
  console.log(
    `${over ? "TOO LARGE  " : ""}${name}: ${brotli} of ${budget} bytes in brotli, ${bytes.length} plain${note}`,
  );
};

for (const name of ["simd", "relaxed", "simd-threads", "relaxed-threads"])
  check(`${name}.wasm`, readFileSync(`build/${name}.wasm`), WHOLE);
for (const path of globSync("dist/slim/*.wasm").sort()) {
  const large = LARGE.includes(basename(path).replace(/(\.relaxed)?\.wasm$/, ""));
  const [budget, note] = large ? [2 * SMALL, "; for 12 KiB there are .f32 and .f64"] : [SMALL, ""];
  check(`slim/${basename(path)}`, readFileSync(path), budget, note);
}
for (const [name, [contents, budget]] of Object.entries(PROGRAMS)) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: "." },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["browser"],
    external: ["*.wasm"],
  });
  for (const output of outputFiles) check(name, output.contents, budget);
}

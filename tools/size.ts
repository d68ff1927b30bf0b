// What a user downloads, which is one of the builds: bytes of each, plain and in brotli. Fails above the budget of one.
// (The kernels of the five hot loops alone, before the other families: 26 KB for both builds together.)

import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const BUDGET = 160 * 1024;

let total = 0;
for (const build of ["simd", "relaxed", "simd-threads", "relaxed-threads"]) {
  const bytes = readFileSync(`build/${build}.wasm`);
  const brotli = brotliCompressSync(bytes).length;
  if (!build.endsWith("-threads")) total += brotli;
  console.log(`${build}.wasm  ${bytes.length} bytes, ${brotli} of ${BUDGET} in brotli`);
  if (brotli > BUDGET) process.exitCode = 1;
}
console.log(`the two builds for one thread  ${total} bytes in brotli`);

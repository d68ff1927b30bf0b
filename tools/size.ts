// What a user downloads: bytes of each build of the kernels, plain and in brotli. Fails above the budget of both together.

import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const BUDGET = 40 * 1024;

let total = 0;
for (const build of ["simd", "relaxed"]) {
  const bytes = readFileSync(`build/${build}.wasm`);
  const brotli = brotliCompressSync(bytes).length;
  total += brotli;
  console.log(`${build}.wasm  ${bytes.length} bytes, ${brotli} in brotli`);
}
console.log(`both builds  ${total} of ${BUDGET} bytes in brotli`);
process.exitCode = total <= BUDGET ? 0 : 1;

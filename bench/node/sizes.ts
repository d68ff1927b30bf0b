import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

/** What each build weighs, as it lies there and as it is sent (brotli at its strongest). */
export const sizes = (): string =>
  ["simd", "relaxed"]
    .map((build) => {
      const bytes = readFileSync(new URL(`../../build/${build}.wasm`, import.meta.url));
      return `${build}.wasm: ${bytes.length} bytes, ${brotliCompressSync(bytes).length} with brotli`;
    })
    .join("\n");

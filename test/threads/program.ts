// A program with threads that it never disposes of: arguments are the .wasm, the worker's file and the build.
import { readFileSync } from "node:fs";
import { lanewise, type ThreadsOptions } from "../../src/entry/threadsNode.ts";

const [wasm, worker, build] = process.argv.slice(2) as [string, string, "simd" | "relaxed"];
const options: ThreadsOptions<never> = { threads: 2, wasm: new Uint8Array(readFileSync(wasm)), worker, build };
lanewise(options).then((lw) => {
  const A = lw.matrix(300, 300);
  A.matmul(A);
  console.log(`${lw.threads} threads`);
});

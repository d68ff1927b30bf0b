// Runs the in-Wasm specs of test/assembly in both builds: node test/aspect.mjs
// Where the host has no relaxed SIMD its build is named as skipped.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const asp = createRequire(import.meta.url)
  .resolve("@as-pect/cli")
  .replace(/index\.js$/, "test.js");

// () => f32x4.relaxed_madd of three zeros, dropped.
// biome-ignore format: one section a line
const relaxed = WebAssembly.validate(new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0,
  1, 4, 1, 96, 0, 0,
  3, 2, 1, 0,
  10, 20, 1, 18, 0, 65, 0, 253, 17, 65, 0, 253, 17, 65, 0, 253, 17, 253, 133, 2, 26, 11,
]));

let failed = 0;
for (const build of ["simd", "relaxed"]) {
  if (build === "relaxed" && !relaxed) {
    console.log("in-Wasm specs, relaxed build: skipped, this host has no relaxed SIMD");
    continue;
  }
  console.log(`in-Wasm specs, ${build} build`);
  const config = ["--config", "test/assembly/as-pect.config.js", "--as-config", `test/assembly/${build}.json`];
  const { status } = spawnSync(process.execPath, [asp, ...config], { cwd: root, stdio: "inherit" });
  if (status !== 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;

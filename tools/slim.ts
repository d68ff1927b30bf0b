// build/slim/<family>.wasm and <family>.relaxed.wasm: the builds cut to one family each.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { slims } from "./cut.ts";

rmSync("build/slim", { recursive: true, force: true });
mkdirSync("build/slim", { recursive: true });
for (const [suffix, build] of [
  ["", "simd"],
  [".relaxed", "relaxed"],
])
  for (const [name, bytes] of slims(readFileSync(`build/${build}.wasm`)))
    writeFileSync(`build/slim/${name}${suffix}.wasm`, bytes);

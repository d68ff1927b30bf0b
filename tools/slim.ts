// build/slim/<family>.wasm and <family>.relaxed.wasm: the builds cut to one family each; made anew where a build has changed.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const wholes = { "": readFileSync("build/simd.wasm"), ".relaxed": readFileSync("build/relaxed.wasm") };
const hash = createHash("sha256").update(readFileSync("tools/cut.ts"));
for (const whole of Object.values(wholes)) hash.update(whole);
const source = hash.digest("hex");
const stamp = "build/slim/source";

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== source) {
  rmSync("build/slim", { recursive: true, force: true });
  mkdirSync("build/slim", { recursive: true });
  const { slims } = await import("./cut.ts");
  for (const [suffix, whole] of Object.entries(wholes))
    for (const [name, bytes] of slims(whole)) writeFileSync(`build/slim/${name}${suffix}.wasm`, bytes);
  writeFileSync(stamp, source);
}

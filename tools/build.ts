// From the kernels to the package, each step where it is not up to date: the slim builds, then dist/ with its declarations.

import { execSync } from "node:child_process";
import { Stamp } from "./stamp.ts";

const slim = new Stamp(
  "slim",
  ["tools/{cut,large,slim}.ts", "package-lock.json", "build/{simd,relaxed}.wasm"],
  ["build/slim/*"],
);
if (!slim.isFresh) {
  await import("./slim.ts");
  slim.write();
}

const settings = ["tools/*.*", "package.json", "package-lock.json", "tsconfig.json"];
const dist = new Stamp("dist", ["src/**/*.ts", "build/*.{wasm,d.ts}", "build/slim/*", ...settings], ["dist/**/*.*"]);
if (!dist.isFresh) {
  await import("./bundle.ts");
  execSync("tsc -p tools/declarations.json", { stdio: "inherit" });
  dist.write();
}

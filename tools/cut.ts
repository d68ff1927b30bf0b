// A whole build cut down to the heap, the vectors and one family, or to those of its kernels that are not of the other type.

import binaryen from "binaryen";
import { LARGE } from "./large.ts";

/** In every cut: the heap, what tells the build, and level 1. */
const BASE = /^(heap_|vec_|probe_fused_|memory$)/;

/** All cuts of a build by name: `csr`; also `lut.f32`, which is `lut` without the kernels that compute in f64. */
export function* slims(whole: Uint8Array): Generator<[name: string, bytes: Uint8Array]> {
  const module = binaryen.readBinary(whole);
  const families = new Set(
    exportsOf(module).flatMap((name) => (BASE.test(name) ? [] : (name.split("_")[0] as string))),
  );
  module.dispose();
  for (const family of families) {
    const bytes = cut(whole, family);
    yield [family, bytes];
    if (LARGE.includes(family)) for (const name of [`${family}.f32`, `${family}.f64`]) yield [name, cut(bytes, name)];
  }
}

/** The build without the exports that are not in this cut, and without all that only they call. */
export function cut(whole: Uint8Array, name: string): Uint8Array {
  const [family, type] = name.split(".");
  const other = { f32: "_f64", f64: "_f32" }[type as string] ?? "_none";
  const module = binaryen.readBinary(whole);
  for (const kernel of exportsOf(module)) {
    const kept = BASE.test(kernel) || kernel.startsWith(`${family}_`);
    if (!kept || kernel.endsWith(other)) module.removeExport(kernel);
  }
  module.runPasses(["remove-unused-module-elements"]);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

function exportsOf(module: binaryen.Module): string[] {
  return Array.from(
    { length: module.getNumExports() },
    (_, i) => binaryen.getExportInfo(module.getExportByIndex(i)).name,
  );
}

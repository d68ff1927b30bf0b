// Writes src/model.safetensors: the network's kept weights and the vectors, both in 4 bits.

import { writeFileSync } from "node:fs";
import { type Lanewise, type Linear, type LutMatrix, lanewise, type Matrix } from "lanewise";
import { lutTensors, writeSafetensors } from "lanewise/io";
import { learned } from "./digits.ts";
import { train } from "./train.ts";
import { DIMENSIONS, vectors } from "./vectors.ts";

/** The kept weights of a layer and their columns, two of every four of a row. */
function keptOf(lw: Lanewise, W: Matrix): { kept: Matrix; places: Uint8Array } {
  const half = W.cols / 2;
  const kept = lw.matrix(W.rows, half, undefined, { type: W.type });
  const places = new Uint8Array(W.rows * half);
  for (let group = 0; group < (W.rows * W.cols) / 4; group++) {
    const columns = [0, 1, 2, 3].filter((j) => W.data[4 * group + j] !== 0);
    if (columns.length !== 2) throw new Error(`${columns.length} of four weights are kept`);
    columns.forEach((j, i) => {
      kept.data[2 * group + i] = W.data[4 * group + j] as number;
      places[2 * group + i] = (4 * group + j) % W.cols;
    });
  }
  return { kept, places };
}

const lw = await lanewise({ build: "simd" });
const [hidden, output] = train(lw, learned);
hidden.weight.data.forEach((v, p) => {
  hidden.weight.data[p] = v / 16; // trained on pixels from 0 to 1, asked with pixels from 0 to 16
});
const matrices: Record<string, LutMatrix> = {};
const beside: Record<string, { shape: number[]; data: Uint8Array | Float32Array }> = {};
for (const [name, { weight, bias }] of Object.entries({ hidden, output } satisfies Record<string, Linear>)) {
  const { kept, places } = keptOf(lw, weight);
  matrices[name] = lw.quantize(kept, { iterations: 20 });
  beside[`${name}.places`] = { shape: [kept.rows, kept.cols], data: places };
  beside[`${name}.bias`] = { shape: [kept.rows], data: bias!.toArray() as Float32Array };
}
const rows = vectors(lw);
matrices.vectors = lw.quantize(lw.matrix(rows.length / DIMENSIONS, DIMENSIONS, rows), { format: "int4" });
const { tensors, metadata } = lutTensors(matrices);
const file = await writeSafetensors({ ...tensors, ...beside }, { metadata });
writeFileSync(new URL("../src/model.safetensors", import.meta.url), file);
console.log(`src/model.safetensors: ${file.length} bytes`);

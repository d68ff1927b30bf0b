// The two models in linear memory, and what is asked of them. Whatever a request makes is given back by `scope`.

import { type Lanewise, type Matrix, type NMLutMatrix, topK } from "lanewise";
import { lutParts, numbersOf, readSafetensors, type SafetensorsContent } from "lanewise/io";

/** A layer max(0, W x + b) or W x + b: of every four weights of a row two are kept, in 4 bits. */
interface Layer {
  readonly weight: NMLutMatrix;
  readonly bias: Float64Array;
}

/** A neighbour: the number of a vector and its cosine with the query. */
export interface Neighbour {
  readonly id: number;
  readonly score: number;
}

/** The weights of a layer from the places and the codes of those that are kept. */
function layerOf(lw: Lanewise, file: SafetensorsContent, name: string, cols: number): Layer {
  const tensor = (part: string) => numbersOf(file.tensors.get(`${name}.${part}`)!);
  const kept = lw.lut(lutParts(file, name));
  const weight = lw.scope(() => {
    const restored = kept.toDense().toArray();
    const places = tensor("places");
    const dense = new Float32Array(kept.rows * cols);
    for (const [p, value] of restored.entries()) dense[Math.floor(p / kept.cols) * cols + Number(places[p])] = value;
    return lw.nm(lw.matrix(kept.rows, cols, dense), 2, 4).quantize(() => kept);
  });
  return { weight, bias: Float64Array.from(tensor("bias"), Number) };
}

/** Both models, ready to answer. */
export async function open(lw: Lanewise, bytes: ArrayBuffer) {
  const file = await readSafetensors(bytes);
  const hidden = layerOf(lw, file, "hidden", 64);
  const output = layerOf(lw, file, "output", hidden.weight.rows);
  const vectors = lw.lut(lutParts(file, "vectors"));

  const applied = ({ weight, bias }: Layer, x: Matrix): Matrix => {
    const y = weight.linear(x);
    const { data } = y;
    bias.forEach((b, i) => {
      data[i]! += b;
    });
    return y;
  };

  return {
    dimensions: vectors.cols,
    count: vectors.rows,
    bytes: vectors.bytes + hidden.weight.bytes + output.weight.bytes,

    /** The digit in a picture of 8 x 8 pixels, 0 to 16, with a score for each of the ten. */
    classify: (pixels: Float32Array<ArrayBuffer>): { digit: number; scores: number[] } =>
      lw.scope(() => {
        const h = applied(hidden, lw.matrix(1, 64, pixels));
        const { data } = h;
        data.forEach((v, i) => {
          data[i] = Math.max(0, v);
        });
        const scores = Array.from(applied(output, h).data);
        return { digit: scores.indexOf(Math.max(...scores)), scores };
      }),

    /** The k vectors with the greatest cosine with the query, the greatest first. */
    search: (query: Float32Array<ArrayBuffer>, k: number): Neighbour[] =>
      lw.scope(() => {
        const x = lw.vector(query);
        const norm = x.norm();
        const { indices, values } = topK(vectors.matmul(x, { activations: "int8" }), k);
        return Array.from(indices, (id, i) => ({ id, score: (values[i] as number) / norm }));
      }),
  };
}

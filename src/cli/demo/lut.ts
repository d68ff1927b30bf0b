/**
 * (c) The second layer's weights in 4-bit tables: fitting them, and their product with a picture's features.
 * @module
 */
import type { LutMatrix } from "../../arrays/lut.ts";
import { distance } from "./distance.ts";
import { WIDTH } from "./network.ts";
import * as plain from "./plain/lut.ts";
import type { Row, Session } from "./result.ts";
import { compare } from "./timing.ts";
import { scores, type TwoLayers } from "./twoLayers.ts";

/** Lloyd's steps of a table. */
export const STEPS = 10;

/** Times both, the product with the features of the first held-out picture. */
export async function lutRows(session: Session, net: TwoLayers): Promise<Row[]> {
  await session.step("4-bit quantize");
  const { lw } = session;
  const { W, test } = net;
  const dense = W.toArray();
  const codes = new Uint8Array((WIDTH * WIDTH) / 2);
  const tables = new Float32Array(WIDTH * 16);
  const fitting = await compare(
    () => lw.quantize(W, { iterations: STEPS }).dispose(),
    () => plain.quantize(codes, tables, dense, WIDTH, WIDTH, STEPS),
    session,
  );
  using A = lw.quantize(W, { iterations: STEPS });
  using restored = A.toDense();

  await session.step("4-bit x vector");
  using first = lw.vector(test.rows, { type: "f32" });
  for (let i = 0; i < test.rows; i++) first.data[i] = test.data[i * test.cols] as number;
  using out = lw.vector(WIDTH, { type: "f32" });
  const x = first.toArray();
  const y = out.toArray();
  const product = await compare(
    () => A.apply(out, first),
    () => plain.timesVector(y, codes, tables, x, WIDTH, WIDTH),
    session,
  );
  const size = `${WIDTH} x ${WIDTH}, f32`;
  return [
    {
      name: "4-bit quantize",
      size,
      error: distance(restored.data, dense),
      errorOf: "weights",
      note: `16 entries a row, ${STEPS} steps of Lloyd's`,
      ...fitting,
    },
    {
      name: "4-bit x vector",
      size,
      accuracy: scores(session, net, A).accuracy,
      error: distance(out.data, exactProduct(A, x)),
      errorOf: "product",
      note: "second layer in 4 bits a weight, readout as it was",
      ...product,
    },
  ];
}

function exactProduct(A: LutMatrix, x: ArrayLike<number>): Float64Array {
  const y = new Float64Array(A.rows);
  plain.timesVector(y, A.codes, Float64Array.from(A.tables), Float64Array.from(x), A.rows, A.cols);
  return y;
}

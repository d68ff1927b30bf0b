/**
 * (b) The second layer's weights pruned at 90 %, times the features of all held-out pictures at once.
 * @module
 */
import { distance } from "./distance.ts";
import { WIDTH } from "./network.ts";
import { csrTimesDense } from "./plain/csr.ts";
import type { Row, Session } from "./result.ts";
import { compare } from "./timing.ts";
import { quantile, scores, type TwoLayers } from "./twoLayers.ts";

/** Part of the weights that is pruned. */
export const PRUNED = 0.9;

/** Sparse x dense with 90 % of the weights pruned, all held-out pictures at once. */
export async function sparseRow(session: Session, net: TwoLayers): Promise<Row> {
  await session.step("sparse x dense");
  const { lw } = session;
  const { test, W } = net;
  using A = lw.sparsify(W, quantile(W.data, PRUNED));
  const arrays = { indptr: A.indptr.slice(), indices: A.indices.slice(), values: A.values.slice() };
  const X = test.toArray();
  const Y = X.slice();
  const time = await compare(
    () => A.matmul(test).dispose(),
    () => csrTimesDense(Y, arrays, X, WIDTH, test.cols),
    session,
  );
  const exact = new Float64Array(Y.length);
  csrTimesDense(exact, { ...arrays, values: Float64Array.from(arrays.values) }, Float64Array.from(X), WIDTH, test.cols);
  using product = A.matmul(test);
  const { accuracy: before, refitted } = scores(session, net, A);
  return {
    name: "sparse x dense",
    size: `${WIDTH} x ${WIDTH} (${A.nnz} entries) x ${test.cols}, f32`,
    accuracy: refitted,
    error: distance(product.data, exact),
    errorOf: "product",
    note: `second layer pruned at ${PRUNED * 100} %, readout fitted again (before: ${before.toFixed(4)})`,
    ...time,
  };
}

/**
 * Soft thresholding, the step of every lasso solver, over all weights of the second layer.
 * @module
 */
import { l1 } from "../../prox/l1.ts";
import { distance } from "./distance.ts";
import { softThreshold } from "./plain/softThreshold.ts";
import type { Row, Session } from "./result.ts";
import { PRUNED } from "./sparse.ts";
import { compare } from "./timing.ts";
import { quantile, type TwoLayers } from "./twoLayers.ts";

/** Times it at the magnitude that 90 % of the weights do not exceed. */
export async function thresholdRow(session: Session, { W }: TwoLayers): Promise<Row> {
  await session.step("soft threshold");
  const { lw } = session;
  using x = lw.vector(W.data);
  using out = lw.vector(x.length, { type: x.type });
  const tau = quantile(x.data, PRUNED);
  const weights = x.toArray();
  const shrunk = weights.slice();
  const penalty = l1(tau);
  const time = await compare(
    () => penalty.prox(out, x, 1),
    () => softThreshold(shrunk, weights, tau),
    session,
  );
  const exact = new Float64Array(weights.length);
  softThreshold(exact, Float64Array.from(weights), tau);
  const zeros = Array.from(out.data).filter((v) => v === 0).length;
  return {
    name: "soft threshold",
    size: `${x.length}, f32`,
    error: distance(out.data, exact),
    errorOf: "result",
    note: `the layer's weights; ${((100 * zeros) / x.length).toFixed(1)} % become zero`,
    ...time,
  };
}

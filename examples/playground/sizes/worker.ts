/**
 * Trains the classifier, then judges it with its second layer in each form.
 * @module
 */
import { lanewise } from "lanewise";
import { scores } from "../../../src/cli/demo/twoLayers.ts";
import type { Failure } from "../digits/messages.ts";
import { loadDigits, train } from "../digits/train.ts";
import { BITS, formOf, PATTERNS, type Point } from "./forms.ts";

/** One point, or none once all have been told. */
export interface Told {
  readonly kind: "point";
  readonly point: Point | undefined;
}

const post = (message: Told | Failure) => postMessage(message);

try {
  const lw = await lanewise();
  const net = train(lw, await loadDigits());
  for (const [keep, group] of PATTERNS)
    for (const bits of BITS) {
      const A = formOf(lw, net.W, keep, group, bits);
      post({ kind: "point", point: { keep, group, bits, bytes: A.bytes, ...scores({ lw }, net, A) } });
      A.dispose();
    }
  post({ kind: "point", point: undefined });
} catch (error) {
  post({ kind: "failure", message: String(error) });
}

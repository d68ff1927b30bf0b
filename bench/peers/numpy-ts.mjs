/** numpy-ts: NumPy's interface over Wasm kernels. */
import * as np from "numpy-ts";
import { productOf } from "./product.mjs";

export const open = () => ({ name: "numpy-ts", prepare });

function prepare(task) {
  const { op, sizes, arrays, numbers } = task;
  const hold = (values, shape) => np.array(values).reshape(...shape);
  const product = productOf(task);
  if (product) {
    const { m, n, k } = product;
    const [a, b] = [hold(product.a, [m, k]), hold(product.b, [k, n])];
    return ready(() => np.matmul(a, b));
  }
  if (op === "orthonormalize") {
    const a = hold(arrays.a, [sizes.m, sizes.n]);
    return ready(() => {
      const { q, Q = q } = np.linalg.qr(a);
      return Q;
    });
  }
  if (op === "cholesky") {
    const a = hold(arrays.a, [sizes.n, sizes.n]);
    return ready(() => np.linalg.cholesky(a));
  }
  if (op === "soft-threshold") {
    const x = hold(arrays.x, [sizes.n]);
    return ready(() => np.subtract(x, np.clip(x, -numbers.tau, numbers.tau)));
  }
  return undefined;
}

const ready = (run) => ({ run, result: () => np.ascontiguousarray(run()).data });

/** numpy-ts: NumPy's interface over Wasm kernels. Results are disposed of: its heap of fixed size would run full. */
import * as np from "numpy-ts";
import { productOf } from "./product.mjs";

export function open() {
  np.configureWasm({ maxMemory: 1 << 30 });
  return { name: "numpy-ts", prepare };
}

function prepare(task) {
  const made = [];
  const hold = (values, shape) => {
    const flat = np.array(values);
    const shaped = flat.reshape(...shape);
    made.push(shaped, flat);
    return shaped;
  };
  const call = callOf(task, hold);
  if (!call) return undefined;
  return {
    run: () => call().dispose(),
    result: () => {
      const out = call();
      const values = np.ascontiguousarray(out).data.slice();
      out.dispose();
      return values;
    },
    dispose: () => {
      for (const array of made) array.dispose();
    },
  };
}

/** A call that gives the result as an array. */
function callOf(task, hold) {
  const { op, sizes, arrays, numbers } = task;
  const product = productOf(task);
  if (product) {
    const { m, n, k } = product;
    const [a, b] = [hold(product.a, [m, k]), hold(product.b, [k, n])];
    return () => np.matmul(a, b);
  }
  if (op === "orthonormalize") {
    const a = hold(arrays.a, [sizes.m, sizes.n]);
    return () => {
      const { q, r } = np.linalg.qr(a);
      r.dispose();
      return q;
    };
  }
  if (op === "cholesky") {
    const a = hold(arrays.a, [sizes.n, sizes.n]);
    return () => np.linalg.cholesky(a);
  }
  if (op === "lu") {
    const [a, b] = [hold(arrays.a, [sizes.n, sizes.n]), hold(arrays.b, [sizes.n])];
    return () => np.linalg.solve(a, b);
  }
  if (op === "soft-threshold") {
    const x = hold(arrays.x, [sizes.n]);
    return () => {
      const within = np.clip(x, -numbers.tau, numbers.tau);
      const out = np.subtract(x, within);
      within.dispose();
      return out;
    };
  }
  return undefined;
}

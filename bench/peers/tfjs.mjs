/** TensorFlow.js on its Wasm backend, one thread; f32 only. Results stay in its memory and are disposed of. */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { productOf, transposed } from "./product.mjs";

const require = createRequire(import.meta.url);

export async function open() {
  const tf = require("@tensorflow/tfjs-core");
  const wasm = require("@tensorflow/tfjs-backend-wasm");
  wasm.setThreadsCount(1);
  wasm.setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`);
  if (!(await tf.setBackend("wasm"))) throw new Error("the Wasm backend of TensorFlow.js did not start");
  return { name: "tfjs", prepare: (task) => prepare(tf, task) };
}

function prepare(tf, task) {
  if (task.type !== "f32") return undefined;
  const made = [];
  const hold = (values, shape) => made[made.push(tf.tensor(values, shape)) - 1];
  const call = callOf(tf, task, hold);
  if (!call) return undefined;
  return {
    run: () => call().dispose(),
    result: () => {
      const out = call();
      const values = out.dataSync().slice();
      const { rank, shape } = out;
      out.dispose();
      return task.op === "orthonormalize" && rank === 2 ? transposed(values, ...shape) : values;
    },
    dispose: () => tf.dispose(made),
  };
}

/** A call that gives the result as a tensor. */
function callOf(tf, task, hold) {
  const { op, sizes, arrays, numbers } = task;
  const product = productOf(task);
  if (product) {
    const { m, n, k } = product;
    const [a, b] = [hold(product.a, [m, k]), hold(product.b, [k, n])];
    return () => tf.matMul(a, b);
  }
  if (op === "orthonormalize") {
    const rows = hold(transposed(arrays.a, sizes.m, sizes.n), [sizes.n, sizes.m]);
    return () => tf.tidy(() => tf.linalg.gramSchmidt(rows));
  }
  if (op === "qr" && sizes.n <= 512) {
    const a = hold(arrays.a, [sizes.n, sizes.n]);
    return () =>
      tf.tidy(() => {
        const [q] = tf.linalg.qr(a);
        return q;
      });
  }
  if (op === "top-inner") {
    // Its products are many times slower where they have to turn an operand: it is given turned.
    const x = hold(transposed(arrays.x, sizes.m, sizes.k), [sizes.k, sizes.m]);
    const q = hold(arrays.q, [sizes.n, sizes.k]);
    return () => tf.tidy(() => tf.topk(tf.matMul(q, x), numbers.top).values);
  }
  if (op === "pairwise" || op === "gram") {
    const x = hold(arrays.x, [sizes.m, sizes.k]);
    const y = hold(transposed(arrays.y, sizes.n, sizes.k), [sizes.k, sizes.n]);
    const squares = () => {
      const twice = tf.matMul(tf.mul(x, -2), y);
      return tf.add(tf.add(twice, tf.sum(tf.square(x), 1, true)), tf.sum(tf.square(y), 0));
    };
    const f = op === "gram" ? (q) => tf.exp(tf.mul(q, -numbers.gamma)) : (q) => tf.relu(q);
    return () => tf.tidy(() => f(squares()));
  }
  if (op === "soft-threshold") {
    const x = hold(arrays.x, [sizes.n]);
    return () => tf.tidy(() => tf.sub(x, tf.clipByValue(x, -numbers.tau, numbers.tau)));
  }
  if (op === "fista") {
    const [A, b] = [hold(arrays.a, [sizes.m, sizes.n]), hold(arrays.b, [sizes.m, 1])];
    return () => tf.tidy(() => fista(tf, A, b, sizes, numbers));
  }
  return undefined;
}

function fista(tf, A, b, { n, k }, { step, tau }) {
  let w = tf.zeros([n, 1]);
  let z = w.clone();
  for (let i = 0, t = 1; i < k; i++) {
    const next = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    const momentum = (t - 1) / next;
    const [before, at] = [w, z];
    [w, z] = tf.tidy(() => {
      const gradient = tf.matMul(A, tf.sub(tf.matMul(A, at), b), true, false);
      const u = tf.sub(at, tf.mul(gradient, step));
      const moved = tf.sub(u, tf.clipByValue(u, -tau, tau));
      return [moved, tf.add(moved, tf.mul(tf.sub(moved, before), momentum))];
    });
    tf.dispose([before, at]);
    t = next;
  }
  z.dispose();
  return w;
}

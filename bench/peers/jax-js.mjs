/** jax-js on its Wasm backend; one thread on Node, which has no web workers for it. */
import { productOf } from "./product.mjs";

export async function open() {
  globalThis.navigator ??= {}; // Node 20 has none, and jax-js looks at it while it loads
  const jax = await import("@jax-js/jax");
  await jax.init();
  jax.defaultDevice("wasm");
  return { name: "jax-js", prepare: (task) => prepare(jax, task) };
}

async function prepare({ numpy: np, lax, jit }, task) {
  const { op, type, sizes, arrays, numbers } = task;
  const made = [];
  const hold = async (values, shape) => {
    const array = np.array(values, { dtype: type === "f32" ? np.float32 : np.float64 }).reshape(shape);
    made.push(array);
    await array.ref.blockUntilReady();
    return array;
  };
  const product = productOf(task);
  let call;
  if (product) {
    const { m, n, k } = product;
    const matmul = jit((a, b) => np.matmul(a, b));
    const [a, b] = [await hold(product.a, [m, k]), await hold(product.b, [k, n])];
    call = () => matmul(a.ref, b.ref);
  } else if (op === "cholesky" && type === "f32") {
    const a = await hold(arrays.a, [sizes.n, sizes.n]);
    call = () => lax.linalg.cholesky(a.ref);
  } else if (op === "soft-threshold") {
    const x = await hold(arrays.x, [sizes.n]);
    const shrink = jit((v) => v.ref.sub(np.clip(v, -numbers.tau, numbers.tau)));
    call = () => shrink(x.ref);
  } else return undefined;
  return {
    run: async () => {
      const out = call();
      await out.blockUntilReady();
      out.dispose();
    },
    result: () => withoutWorkers(async () => await call().data()),
    dispose: () => {
      for (const array of made) array.dispose();
    },
  };
}

/**
 * Its memory was made without web workers; another peer may since have made one global (as Emscripten does on Node),
 * and kernels compiled then would not fit that memory. They are compiled at the first call.
 */
async function withoutWorkers(body) {
  const { Worker } = globalThis;
  delete globalThis.Worker;
  try {
    return await body();
  } finally {
    if (Worker) globalThis.Worker = Worker;
  }
}

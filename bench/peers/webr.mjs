/** R in WebAssembly, with its reference BLAS and LAPACK; f64 only, timed by R's own clock, which counts whole milliseconds. */
import { WebR } from "webr";

/** What a call computes in R, and its result as the other peers give it: ascending eigenvalues, a row-major factor. */
const CALLS = {
  eigh: { call: "eigen(a, symmetric = TRUE)", result: "rev(eigen(a, symmetric = TRUE)$values)" },
  svd: { call: "svd(a)", result: "svd(a)$d" },
  cholesky: { call: "chol(a)", result: "as.vector(chol(a))" },
};

export async function open() {
  const r = new WebR({ interactive: false });
  await r.init();
  return { name: "webr", prepare: (task) => prepare(r, task), close: () => r.close() };
}

async function prepare(r, { op, type, sizes, arrays }) {
  const wanted = CALLS[op];
  if (type !== "f64" || !wanted) return undefined;
  const { n, m = n } = sizes;
  await r.objs.globalEnv.bind("x", Array.from(arrays.a));
  await r.evalRVoid(`a <- matrix(x, ${m}, ${n}, byrow = TRUE)`);
  const elapsed = 'proc.time()[["elapsed"]]';
  return {
    time: (calls) =>
      r.evalRNumber(`{ s <- ${elapsed}; for (i in 1:${calls}) ${wanted.call}; 1000 * (${elapsed} - s) }`),
    result: () => r.evalRRaw(wanted.result, "number[]"),
  };
}

/**
 * ONNX Runtime Web on its Wasm backend, one thread. Weights are constants of the model, which it packs beforehand;
 * inputs and results are copied, as its interface has it. Not to be pinned to one core: its 14 MB module is compiled
 * on other threads, and is slow until that is done.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { productOf, transposed } from "./product.mjs";

const FLOAT = 1;
const BYTE = 2;
const SIGNED = 3;
const LONG = 7;
const DOUBLE = 11;

export async function open() {
  if (pinned()) throw new Error("this process is pinned to one core, on which ONNX Runtime Web cannot be judged");
  const ort = await import("onnxruntime-web/wasm");
  const { onnx } = createRequire(import.meta.url)("onnx-proto");
  ort.env.wasm.numThreads = 1;
  return { name: "onnxruntime-web", prepare: (task) => prepare(ort, onnx, task) };
}

/** Whether Linux lets this process run on one core only, of several. */
function pinned() {
  if (cpus().length === 1 || !existsSync("/proc/self/status")) return false;
  return /^Cpus_allowed_list:\s*\d+$/m.test(readFileSync("/proc/self/status", "utf8"));
}

async function prepare(ort, onnx, task) {
  const plan = plans[task.op]?.(task) ?? product(task) ?? shrink(task);
  if (!plan) return undefined;
  const double = task.type === "f64";
  const type = double ? DOUBLE : FLOAT;
  const model = encode(onnx, plan, type);
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ["wasm"],
    graphOptimizationLevel: "all",
  });
  const feeds = { A: new ort.Tensor(double ? "float64" : "float32", plan.input, plan.inputShape) };
  return {
    run: () => session.run(feeds),
    result: async () => plan.read((await session.run(feeds)).C.data),
    dispose: () => session.release(),
  };
}

const plans = { "lut-mv": nibbles, "lut-mm": nibbles, "int8-mm": bytes, "top-inner": best };

/** A product with the operand that stays the same as a constant: B of A*B; of A*X the matrix, as X'*A'. */
function product(task) {
  const p = productOf(task);
  if (!p) return undefined;
  const { m, n, k, a, b } = p;
  const node = { opType: "MatMul", input: ["A", "B"], output: ["C"] };
  if (task.op === "gemm") {
    const constant = { name: "B", dims: [k, n], values: b };
    return { node, input: a, inputShape: [m, k], outputShape: [m, n], constants: [constant], read: (c) => c };
  }
  return {
    node,
    input: transposed(b, k, n),
    inputShape: [n, k],
    outputShape: [n, m],
    constants: [{ name: "B", dims: [k, m], values: transposed(a, m, k) }],
    read: (c) => transposed(c, n, m),
  };
}

/** The largest of each query's products with the rows, which are a constant. */
function best({ sizes: { m, n, k }, arrays: { x, q }, numbers: { top } }) {
  return {
    nodes: [
      { opType: "MatMul", input: ["A", "B"], output: ["scores"] },
      { opType: "TopK", input: ["scores", "K"], output: ["C", "places"] },
    ],
    input: q,
    inputShape: [n, k],
    outputShape: [n, top],
    constants: [
      { name: "B", dims: [k, m], values: transposed(x, m, k) },
      { name: "K", dims: [1], values: BigInt64Array.of(BigInt(top)), type: LONG },
    ],
    read: (c) => c,
  };
}

/** x less its part within [-tau, tau]. */
function shrink({ op, sizes: { n }, arrays, numbers }) {
  if (op !== "soft-threshold") return undefined;
  const attribute = ["lambd", "bias"].map((name) => ({ name, type: 1, f: numbers.tau }));
  const node = { opType: "Shrink", input: ["A"], output: ["C"], attribute };
  return { node, input: arrays.x, inputShape: [n], outputShape: [n], constants: [], read: (c) => c };
}

/** Its product with 4-bit weights: blocks of 32 columns with a scale each, two neighbours in a byte, zero at 8. */
function nibbles({ type, sizes: { m, n, k = 1 }, arrays: { codes, scales, x } }) {
  if (type !== "f32" || n % 32 !== 0) return undefined;
  const packed = new Uint8Array((m * n) / 2);
  const code = (group, j) => (j < 16 ? codes[group * 16 + j] & 15 : codes[group * 16 + j - 16] >> 4);
  for (let g = 0; g < (m * n) / 32; g++)
    for (let b = 0; b < 16; b++) packed[g * 16 + b] = code(g, 2 * b) | (code(g, 2 * b + 1) << 4);
  const spread = Float32Array.from({ length: (m * n) / 32 }, (_, g) => scales[Math.floor((g * 32) / n)]);
  const attribute = Object.entries({ K: n, N: m, bits: 4, block_size: 32, accuracy_level: 4 }).map(([name, i]) => ({
    name,
    type: 2,
    i,
  }));
  return {
    node: { opType: "MatMulNBits", domain: "com.microsoft", input: ["A", "B", "S"], output: ["C"], attribute },
    input: x,
    inputShape: [k, n],
    outputShape: [k, m],
    constants: [
      { name: "B", dims: [m, n / 32, 16], values: packed, type: BYTE },
      { name: "S", dims: [spread.length], values: spread },
    ],
    read: (c) => c,
  };
}

/** Its product with 8-bit weights: rows of X rounded to bytes on the way, sums of whole numbers, then the scales. */
function bytes({ type, sizes: { m, n, k }, arrays: { values, scales, x } }) {
  if (type !== "f32") return undefined;
  const turned = new Uint8Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) turned[j * m + i] = values[i * n + j];
  return {
    nodes: [
      { opType: "DynamicQuantizeLinear", input: ["A"], output: ["Q", "step", "zero"] },
      { opType: "MatMulInteger", input: ["Q", "B", "zero"], output: ["whole"] },
      { opType: "Cast", input: ["whole"], output: ["floats"], attribute: [{ name: "to", type: 2, i: FLOAT }] },
      { opType: "Mul", input: ["step", "S"], output: ["steps"] },
      { opType: "Mul", input: ["floats", "steps"], output: ["C"] },
    ],
    input: x,
    inputShape: [k, n],
    outputShape: [k, m],
    constants: [
      { name: "B", dims: [n, m], values: turned, type: SIGNED },
      { name: "S", dims: [m], values: scales },
    ],
    read: (c) => c,
  };
}

function encode(onnx, { node, nodes = [node], inputShape, outputShape, constants }, elemType) {
  const value = (name, shape) => ({
    name,
    type: { tensorType: { elemType, shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
  });
  const initializer = constants.map(({ name, dims, values, type = elemType }) => ({
    name,
    dims,
    dataType: type,
    rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  }));
  const graph = {
    name: "task",
    node: nodes,
    input: [value("A", inputShape)],
    output: [value("C", outputShape)],
    initializer,
  };
  const opsetImport = [
    { domain: "", version: 17 },
    { domain: "com.microsoft", version: 1 },
  ];
  return onnx.ModelProto.encode({ irVersion: 8, opsetImport, graph }).finish();
}

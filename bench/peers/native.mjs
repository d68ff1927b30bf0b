/**
 * NumPy, SciPy and scikit-learn of the system, in children that are asked in turn with the rest and time themselves: as they are,
 * and with OpenBLAS held to 128-bit vectors (the Nehalem kernels). One thread each.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("./native.py", import.meta.url));
const PYTHON = process.env.LANEWISE_PYTHON ?? "/usr/bin/python3";

export async function open() {
  const plain = await Child.start({});
  const narrow = await Child.start({ OPENBLAS_CORETYPE: "Nehalem" });
  return [
    { name: "numpy", prepare: (task) => plain.prepare(task, "numpy"), close: () => plain.close() },
    { name: "numpy-128", prepare: (task) => narrow.prepare(task, "numpy"), close: () => narrow.close() },
    { name: "scipy", prepare: (task) => plain.prepare(task, "scipy") },
    {
      name: "sklearn",
      prepare: (task) =>
        /^(lasso|logistic|kernel-ridge|gaussian-p|k-means|pca)/.test(task.op)
          ? plain.prepare(task, "sklearn")
          : undefined,
    },
    {
      name: "sklearn-128",
      prepare: (task) => (["k-means", "pca"].includes(task.op) ? narrow.prepare(task, "sklearn") : undefined),
    },
    {
      name: "sklearn-nystroem",
      prepare: (task) => (task.op === "kernel-ridge" ? plain.prepare(task, "nystroem") : undefined),
    },
    // Of what SciPy does here, these alone are done by OpenBLAS.
    {
      name: "scipy-128",
      prepare: (task) => (["ldl", "qr"].includes(task.op) ? narrow.prepare(task, "scipy") : undefined),
    },
  ];
}

/** A Python process that answers one question at a time: a line of JSON, then bytes. */
class Child {
  #process;
  #chunks = [];
  #wake = () => {};
  #ended;

  static async start(env) {
    const child = new Child();
    const one = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
    child.#process = spawn(PYTHON, [SCRIPT], {
      env: { ...process.env, ...one, ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    let complaint = "";
    child.#process.stderr.on("data", (chunk) => {
      complaint += chunk;
    });
    child.#process.stdout.on("data", (chunk) => {
      child.#chunks.push(chunk);
      child.#wake();
    });
    const end = (reason) => {
      child.#ended = new Error(`${PYTHON}: ${complaint.trim().split("\n").at(-1) || reason}`);
      child.#wake();
    };
    child.#process.on("error", (error) => end(error.message));
    child.#process.on("close", (code) => end(`ended with code ${code}`));
    child.#process.stdin.on("error", () => {}); // told by "close"
    await child.#ask({ do: "hello" });
    return child;
  }

  async prepare({ op, type, sizes, arrays, numbers }, library) {
    const named = Object.entries(arrays).map(([name, values]) => ({
      name,
      kind: values.constructor.name.replace("Array", "").toLowerCase(),
      bytes: values.byteLength,
    }));
    const question = { do: "prepare", op, type, sizes, numbers, library, arrays: named };
    const { bytes, payload } = await this.#ask(question, Object.values(arrays));
    if (bytes === undefined) return undefined;
    const values = type === "f32" ? new Float32Array(payload) : new Float64Array(payload);
    return {
      time: async (calls) => (await this.#ask({ do: "time", calls, library })).ms,
      result: () => values,
      dispose: async () => void (await this.#ask({ do: "drop", library })),
    };
  }

  close() {
    this.#process.stdin.end();
  }

  async #ask(question, arrays = []) {
    this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    for (const values of arrays)
      this.#process.stdin.write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const line = await this.#take((bytes) => bytes.indexOf(10) + 1);
    const answer = JSON.parse(line.toString());
    if (answer.error) throw new Error(answer.error);
    if (answer.bytes === undefined) return answer;
    const body = await this.#take((bytes) => (bytes.length >= answer.bytes ? answer.bytes : 0));
    return { ...answer, payload: Uint8Array.from(body).buffer };
  }

  /** The first bytes that have come, as many as `length` says once it is not 0. */
  async #take(length) {
    for (;;) {
      const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
      const take = length(all);
      this.#chunks = take > 0 ? [all.subarray(take)] : [all];
      if (take > 0) return all.subarray(0, take);
      if (this.#ended) throw this.#ended;
      await new Promise((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

// A worker that fails in the middle of a call when it is told to: its file is bundled by the test.
import { parentPort, workerData } from "node:worker_threads";
import { instantiate, kernelNames } from "../../src/kernels/load.ts";
import { Control, type Run } from "../../src/threads/control.ts";
import type { Order } from "../../src/threads/serve.ts";

const fault = workerData as Int32Array;

parentPort?.once("message", ({ module, memory, control, thread }: Order) => {
  const exports = instantiate(module, memory);
  const kernels = kernelNames(module).map((name): Run => {
    const kernel = exports[name] as Run;
    return (...args) => {
      const what = Atomics.exchange(fault, 0, 0);
      if (what === 1) kernel(...args.map(() => 0xffffff00));
      else if (what === 2) process.exit();
      else if (what === 3) for (;;);
      kernel(...args);
    };
  });
  parentPort?.postMessage("serves");
  new Control(control).serve(thread, kernels);
});

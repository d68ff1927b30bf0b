/**
 * What a worker does with what it is sent: links the module with the shared memory, says so, and serves until it is told to stop.
 * @module
 */
import { kernelNames, instantiate } from "../kernels/load.ts";
import { Control, type Run } from "./control.ts";

/** What a worker is sent. */
export interface Order {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  /** Which thread it is; the caller is 0. */
  readonly thread: number;
}

/** Serves. Only the main instance allocates: this one never calls the heap. */
export function serve({ module, memory, control, thread }: Order, ready: () => void): void {
  const exports = instantiate(module, memory);
  const kernels = kernelNames(module).map((name) => exports[name] as Run);
  ready();
  new Control(control).serve(thread, kernels);
}

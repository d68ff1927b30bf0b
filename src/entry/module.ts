/**
 * Type of the subpaths `lanewise/simd.wasm` and `lanewise/relaxed.wasm`, on hosts that compile .wasm ahead of time.
 * @module
 */
declare const module: WebAssembly.Module;
export default module;

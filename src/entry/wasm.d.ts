/** A host that compiles .wasm ahead of time hands over the module. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

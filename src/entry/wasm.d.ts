/** A host that compiles .wasm ahead of time hands over the module. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

/** The bytes of a .wasm, put there when the package is bundled. */
declare module "inline:*.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

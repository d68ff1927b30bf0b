/**
 * Names in the declarations that a user's own `lib` may lack: `Symbol.dispose` before its standard year, and WebAssembly
 * in a project for Node alone. Where `lib` has them, these add nothing.
 * @module
 */
/// <reference lib="esnext.disposable" preserve="true" />

declare global {
  namespace WebAssembly {
    interface Module {}
    interface Memory {}
  }
}

export {};

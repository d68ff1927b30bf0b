/**
 * From what a user or a host has to a compiled module.
 * @module
 */
import { describe } from "../core/check.ts";
import { ArgumentTypeError, LoadError } from "../core/errors.ts";

/** What a .wasm can come as: compiled, bytes, a response that carries it, or an address. */
export type WasmSource = WebAssembly.Module | ArrayBuffer | ArrayBufferView<ArrayBuffer> | Response | URL | string;

type Fetch = (address: string) => Promise<Response>;

const EXPECTED = "a WebAssembly.Module, bytes, a Response or an address";

/** Compiles what is at hand already. Undefined where it is still to come. @throws LoadError with the address, if given */
export function compileSync(source: unknown, address?: string): WebAssembly.Module | undefined {
  if (source instanceof WebAssembly.Module) return source;
  if (!(source instanceof ArrayBuffer || ArrayBuffer.isView(source))) return undefined;
  try {
    return new WebAssembly.Module(source as ArrayBuffer);
  } catch (cause) {
    throw failure(cause, address);
  }
}

/** Compiles, as it streams in where it does. @throws LoadError with the address and the HTTP status, if there are any */
export async function compile(source: unknown, fetch: Fetch = globalThis.fetch): Promise<WebAssembly.Module> {
  const ready = compileSync(source);
  if (ready) return ready;
  if (typeof Response !== "undefined" && source instanceof Response) return compileResponse(source, source.url);
  if (typeof source !== "string" && !(source instanceof URL))
    throw new ArgumentTypeError("wasm", EXPECTED, describe(source));
  const address = String(source);
  let response: Response;
  try {
    response = await fetch(address);
  } catch (cause) {
    throw failure(cause, address);
  }
  return compileResponse(response, address);
}

async function compileResponse(response: Response, address: string): Promise<WebAssembly.Module> {
  const { ok, status, headers } = response;
  try {
    if (!ok) throw new Error(`HTTP status ${status}`);
    const streams = headers.get("content-type")?.startsWith("application/wasm") && "compileStreaming" in WebAssembly;
    return streams
      ? await WebAssembly.compileStreaming(response)
      : await WebAssembly.compile(await response.arrayBuffer());
  } catch (cause) {
    throw failure(cause, address, status);
  }
}

/** What went wrong on the way to a module. */
export function failure(cause: unknown, address?: string, status?: number): LoadError {
  const what = address || "the WebAssembly module";
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LoadError(`could not load ${what}: ${why}`, address || undefined, status, { cause });
}

/**
 * What `lanewise()` gives: arrays are made in it by functions, as `csr(lw, input)`, or by the methods of its extension `Lanewise`.
 * @module
 */
import { describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import type { Build, Engine } from "./engine.ts";
import type { MemoryUse } from "./memory.ts";

/** One loaded instance: its own heap, one build. Arrays of one instance do not mix with those of another. */
export class Instance {
  readonly #engine: Engine;

  /** Use `lanewise()`. @internal */
  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The build that runs: "relaxed" fuses multiply-add; "simd" gives the same bits on every host. */
  get build(): Build {
    return this.#engine.build;
  }

  /** Bytes and arrays in use. */
  get memory(): MemoryUse {
    return this.#engine.memory.use;
  }

  /** Frees all arrays made in `body` when it ends, but those reachable from what it returns. */
  scope<R>(body: () => R): R {
    return this.#engine.memory.scope(body);
  }

  /** What the arrays of an instance point back to. @internal @throws ArgumentTypeError */
  static engineOf(lw: Instance): Engine {
    if (!(lw instanceof Instance)) throw new ArgumentTypeError("lw", "what lanewise() gives", describe(lw));
    return lw.#engine;
  }
}

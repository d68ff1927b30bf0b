/**
 * Runs the bench when it is told to, and stops when it is told to. The kernels and probes it times are those of the sources:
 * the package does not export them one by one. The .wasm is the same.
 * @module
 */
import type { Row } from "../../../bench/case.ts";
import { runCases } from "../../../bench/engine.ts";
import { type Settings, THOROUGH } from "../../../bench/timing.ts";
import { lanewise } from "../../../src/entry/browser.ts";
import type { Failure } from "../digits/messages.ts";
import { CASES } from "./cases.ts";

/** Run, or stop. */
export type Order =
  | { readonly run: { build: "auto" | "simd"; length: "quick" | "thorough" } }
  | { readonly run?: never };

/** How far it is. */
export interface Progress {
  readonly kind: "progress";
  /** Cases done, of so many, and what is being measured. */
  readonly done: number;
  readonly all: number;
  readonly name: string;
}

/** All rows so far. */
export interface Rows {
  readonly kind: "rows";
  readonly rows: readonly Row[];
}

/** It has ended: all is measured, or it was stopped. */
export interface End {
  readonly kind: "end";
  readonly stopped: boolean;
}

/** Browsers round their clock, to 0.1 ms or worse, so a sample takes 20 ms. */
const BATCH = 20;
const SETTINGS: Record<"quick" | "thorough", Settings> = {
  quick: { rounds: 5, batch: BATCH, warm: 250, span: 150, budget: 400 },
  thorough: { ...THOROUGH, batch: BATCH },
};

const post = (message: Progress | Rows | End | Failure) => postMessage(message);
let abort: AbortController | undefined;

async function run({ build, length }: NonNullable<Order["run"]>): Promise<void> {
  abort = new AbortController();
  const { signal } = abort;
  try {
    let done = 0;
    await runCases(CASES, {
      lw: await lanewise({ build }),
      host: navigator.userAgent,
      settings: SETTINGS[length],
      signal,
      onProgress: (name) => post({ kind: "progress", done, all: CASES.length, name: name.replace(/^\S+ /, "") }),
      onRows: async (rows) => {
        done = rows.length;
        post({ kind: "rows", rows });
      },
    });
    post({ kind: "end", stopped: false });
  } catch (error) {
    if (signal.aborted) post({ kind: "end", stopped: true });
    else post({ kind: "failure", message: String(error) });
  }
}

addEventListener("message", ({ data }: MessageEvent<Order>) => {
  if (data.run) run(data.run);
  else abort?.abort();
});

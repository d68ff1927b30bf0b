/**
 * How far a command is, on stderr: a bar on a terminal, else one line a step.
 * @module
 */
import { Presets, SingleBar } from "cli-progress";

/** A command's progress line. */
export interface Progress {
  /** Says what comes next. */
  step(name: string): void;
  /** Ends the line. */
  stop(): void;
}

/** Progress over `total` steps. */
export function progress(total: number): Progress {
  if (!process.stderr.isTTY) {
    let count = 0;
    return { step: (name) => process.stderr.write(`[${++count}/${total}] ${name}\n`), stop: () => {} };
  }
  const bar = new SingleBar(
    { format: " {bar} {value}/{total} {name}", clearOnComplete: true, hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total, 0, { name: "" });
  return { step: (name) => bar.increment(1, { name }), stop: () => bar.stop() };
}

/**
 * How far a command is, on stderr: a bar on a terminal, else one line a step.
 * @module
 */
import { Presets, SingleBar } from "cli-progress";

/** A command's progress line. */
export interface Progress {
  /** Says what comes next. */
  step(name: string): void;
  /** Says how much of the step is done, from 0 to 1. */
  part(fraction: number): void;
  /** Ends the line. */
  stop(): void;
}

/** Progress over `total` steps. */
export function progress(total: number): Progress {
  let count = 0;
  if (!process.stderr.isTTY) {
    const step = (name: string) => process.stderr.write(`[${++count}/${total}] ${name}\n`);
    return { step, part: () => {}, stop: () => {} };
  }
  const bar = new SingleBar(
    { format: " {bar} {percentage}% {name}", clearOnComplete: true, hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total, 0, { name: "" });
  return {
    step: (name) => bar.update(count++, { name }),
    part: (fraction) => bar.update(count - 1 + Math.min(1, fraction)),
    stop: () => bar.stop(),
  };
}

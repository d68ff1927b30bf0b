/**
 * Ctrl-C as an AbortSignal: work ends at its next pause, and what it began is undone. A second one ends the process at once.
 * @module
 */

/** The user ended the command: exit code 130, as shells have it. */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor() {
    super("interrupted");
  }
}

/** Ctrl-C, a request to terminate, and a terminal that goes away. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs `body` with a signal that any of them aborts. */
export async function interruptible<R>(body: (signal: AbortSignal) => Promise<R>): Promise<R> {
  const controller = new AbortController();
  const stop = () => (controller.signal.aborted ? process.exit(130) : controller.abort(new Interrupted()));
  for (const name of SIGNALS) process.on(name, stop);
  try {
    return await body(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, stop);
  }
}

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

/** Runs `body` with a signal that Ctrl-C, or a request to terminate, aborts. */
export async function interruptible<R>(body: (signal: AbortSignal) => Promise<R>): Promise<R> {
  const controller = new AbortController();
  const stop = () => (controller.signal.aborted ? process.exit(130) : controller.abort(new Interrupted()));
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    return await body(controller.signal);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}

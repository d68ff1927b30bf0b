/**
 * What can go wrong in a tree of merges that others run.
 * @module
 */

/** A package that this part needs, and that is not installed. */
export class MissingPeerError extends Error {
  override name = "MissingPeerError";
  constructor(
    /** Its name in the registry. */
    readonly peer: string,
    options?: ErrorOptions,
  ) {
    super(`lanewise/distributed needs ${peer}, which is not installed: npm install bullmq ioredis`, options);
  }
}

/** Redis could not be reached for as long as one was willing to wait. */
export class RedisUnavailableError extends Error {
  override name = "RedisUnavailableError";
  constructor(
    readonly address: string,
    /** Milliseconds without a connection. */
    readonly patience: number,
    options?: ErrorOptions,
  ) {
    const why = options?.cause instanceof Error && options.cause.message ? `: ${options.cause.message}` : "";
    super(`no connection to Redis at ${address} for ${patience} ms${why}`, options);
  }
}

/** Another run has the queue. One queue serves one run at a time; runs side by side take queues of their own. */
export class QueueBusyError extends Error {
  override name = "QueueBusyError";
  constructor(readonly queue: string) {
    super(`the queue "${queue}" has a run under way: wait for its end, or give this run another queue`);
  }
}

/** A leaf or a merge failed for good. The run it belonged to is over and has left nothing behind. */
export class JobFailedError extends Error {
  override name = "JobFailedError";
  constructor(
    readonly kind: "leaf" | "merge",
    /** 0 for a leaf, from 1 for the merges above. */
    readonly level: number,
    /** Its number in its level. */
    readonly index: number,
    /** How often it was tried. */
    readonly attempts: number,
    /** What the worker said of the last try. */
    readonly reason: string,
  ) {
    const which = kind === "leaf" ? `leaf ${index}` : `merge ${index} of level ${level}`;
    super(`${which} failed after ${attempts} attempt${attempts === 1 ? "" : "s"}: ${reason}`);
  }
}

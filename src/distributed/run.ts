/**
 * The side that asks: hands a tree of merges to the workers of a queue, waits for its root, and leaves nothing behind.
 * @module
 */
import type { Matrix } from "../arrays/matrix.ts";
import { checkFunction, checkNonNegative, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { seedOf } from "../kernels/random.ts";
import { checkDictionary, type Dictionary } from "../methods/kernel-methods/squeak/dictionary.ts";
import { checkRoom } from "../methods/kernel-methods/squeak/shrink.ts";
import { fold } from "../methods/kernel-methods/squeak/tree.ts";
import { type DisqueakOptions, dictionaryLeaves } from "../methods/kernel-methods/squeak.ts";
import { connect, type QueueOptions, queueOf } from "./link.ts";
import { checkStore, type DictionaryStore, type JobData, nodeOf, type RunData, redisStore, wrap } from "./parcel.ts";
import { bullmq, type FlowJob } from "./peers.ts";
import { Run } from "./queue.ts";

/** A leaf that a worker is to make by its function `leaf`: any value that JSON has. */
export interface LeafTask {
  readonly task: unknown;
}

/** How far a run is. */
export interface DistributedProgress {
  /** The part of the jobs that is still to come; 0 at the end. */
  readonly residual: number;
  /** Leaves and merges that are done. */
  readonly done: number;
  readonly total: number;
  /** Jobs that were taken up again, their workers having fallen silent. */
  readonly stalled: number;
}

/** How a tree is run. */
export interface DistributedOptions extends QueueOptions {
  /** Of the merges. Default 0. */
  seed?: number | bigint;
  /** Most points a dictionary may have. Default: no limit. */
  maxDict?: number;
  /** How often a job is tried. Default 3. */
  attempts?: number;
  /** Milliseconds before the second try, twice as many before each next. Default 1000. */
  backoff?: number;
  /** Dictionaries of more bytes travel by reference. Default 1 MiB. */
  inlineLimit?: number;
  /** Where those are kept. Default: in Redis. */
  store?: DictionaryStore;
  /** Ends the run with the signal's reason. */
  signal?: AbortSignal;
  /** Called after each job. */
  onProgress?: (progress: DistributedProgress) => void;
}

const isTask = (leaf: unknown): leaf is LeafTask => typeof leaf === "object" && leaf !== null && "task" in leaf;

/**
 * The dictionary of a balanced tree of merges, as `mergeTree` with `mergeDictionaries` makes it, by the workers that listen on the queue.
 * Waits for them as long as it takes; `signal` is the way to wait no longer. Whatever the outcome, no keys are left.
 * @param leaves  dictionaries, or tasks for the workers' function `leaf`
 * @throws JobFailedError, QueueBusyError, RedisUnavailableError, MissingPeerError, the reason of the signal
 */
export async function distributedMergeTree(
  leaves: readonly (Dictionary | LeafTask)[],
  options: DistributedOptions = {},
): Promise<Dictionary> {
  const place = queueOf(options);
  const { seed = 0, maxDict = 0xffffffff, attempts = 3, backoff = 1000, inlineLimit = 1 << 20 } = options;
  const { store: ownStore, signal, onProgress } = options;
  const seeds = seedOf("seed", seed).toString();
  checkSize("maxDict", maxDict, 1);
  checkSize("attempts", attempts, 1);
  checkNonNegative("backoff", backoff);
  checkSize("inlineLimit", inlineLimit);
  if (ownStore !== undefined) checkStore(ownStore);
  if (onProgress !== undefined) checkFunction("onProgress", onProgress);
  if (signal !== undefined && typeof signal?.aborted !== "boolean")
    throw new ArgumentTypeError("signal", "an AbortSignal", describe(signal));
  if (!Array.isArray(leaves))
    throw new ArgumentTypeError("leaves", "an array of dictionaries or tasks", describe(leaves));
  if (leaves.length === 0) throw new ArgumentRangeError("leaves", "at least one leaf", "none");
  for (const [i, leaf] of leaves.entries()) if (!isTask(leaf)) checkDictionary(`leaves[${i}]`, leaf);
  signal?.throwIfAborted();

  const bull = await bullmq();
  const link = await connect(place);
  const run = new Run(bull, link, place, ownStore, { leaves: leaves.length, signal, onProgress });
  try {
    const store = ownStore ?? redisStore(link.client, place.prefix, place.queue);
    const shared: RunData = { run: run.id, inlineLimit, ownStore: ownStore !== undefined };
    const nodeFor = (level: number, index: number, first: number, more: Partial<JobData>, children?: FlowJob[]) => ({
      name: level === 0 ? "leaf" : "merge",
      queueName: place.queue,
      data: { ...shared, level, index, first, ...more } satisfies JobData,
      opts: {
        jobId: run.jobId(nodeOf(level, index)),
        attempts,
        backoff: { type: "exponential", delay: backoff },
        removeOnComplete: true,
      },
      ...(children ? { children } : {}),
    });
    const firstOf = (job: FlowJob) => (job.data as JobData).first;
    return await run
      .over(async () => {
        const jobs: FlowJob[] = [];
        for (const [i, leaf] of leaves.entries()) {
          const content = isTask(leaf)
            ? { task: leaf.task }
            : { parcel: await wrap(store, place.queue, shared, { node: nodeOf(0, i), first: i }, leaf) };
          jobs.push(nodeFor(0, i, i, content));
        }
        return fold(jobs, (a, b, level, index) => nodeFor(level, index, firstOf(a), { seed: seeds, maxDict }, [a, b]));
      }, store)
      .then((dictionary) => {
        checkRoom(maxDict, dictionary);
        return dictionary;
      });
  } finally {
    await run.end();
    link.close();
  }
}

/** `disqueak` by the workers that listen on the queue: the same dictionary, to the last bit where they run the same build. */
export async function distributedDisqueak(
  X: Matrix,
  options: DisqueakOptions & DistributedOptions,
): Promise<Dictionary> {
  checkOptions("options", options);
  const leaves = dictionaryLeaves(X, options);
  if (leaves.length === 0) throw new ArgumentRangeError("X", "at least one point", "none");
  return distributedMergeTree(leaves, options);
}

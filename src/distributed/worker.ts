/**
 * The side that works: takes the leaves and merges of a queue, one at a time, until it is closed.
 * @module
 */
import { checkFunction, checkPositive, checkSize } from "../core/check.ts";
import { Instance } from "../kernels/instance.ts";
import type { Dictionary } from "../methods/kernel-methods/squeak/dictionary.ts";
import { mergeDictionaries } from "../methods/kernel-methods/squeak.ts";
import { connect, type Link, type QueueOptions, queueOf } from "./link.ts";
import {
  checkStore,
  type DictionaryStore,
  type JobData,
  keyOf,
  nodeOf,
  type Parcel,
  redisStore,
  runKey,
  unwrap,
  wrap,
} from "./parcel.ts";
import { bullmq, type BullMq, type Job } from "./peers.ts";

/** How a worker works. */
export interface SqueakWorkerOptions extends QueueOptions {
  /** Makes the dictionary of a leaf that came as a task: reads the part of the data that the task names. What it throws is tried again. */
  leaf?: (task: never) => Dictionary | Promise<Dictionary>;
  /** The store of the run, where it has one of its own. */
  store?: DictionaryStore;
  /** Jobs at a time; more than one pays where leaves wait for their data. Default 1. */
  concurrency?: number;
  /**
   * Milliseconds after which the job of a silent worker is given to another. A merge is not interrupted to say a word: longer than the
   * longest merge, or it is done twice. Default 60,000.
   */
  lockDuration?: number;
  /** Milliseconds between looks for such jobs. Default 15,000. */
  stalledInterval?: number;
  /** How often a job may be taken up again before it has failed. Default 3. */
  maxStalledCount?: number;
  /** Told of what went wrong with the connection or a job. The worker goes on. */
  onError?: (error: Error) => void;
}

/** A worker that listens. */
export interface SqueakWorker {
  /** Settles when the worker is closed; rejects with a RedisUnavailableError when it lost Redis for good. */
  readonly closed: Promise<void>;
  /** Ends the job at hand, takes no other, and disconnects. */
  close(): Promise<void>;
}

/**
 * Listens on a queue and merges in `lw`. To have the bits of one process, all workers take the build "simd", or run on like machines.
 * @throws MissingPeerError, RedisUnavailableError
 */
export async function squeakWorker(lw: Instance, options: SqueakWorkerOptions = {}): Promise<SqueakWorker> {
  Instance.engineOf(lw);
  const place = queueOf(options);
  const {
    leaf,
    store,
    concurrency = 1,
    lockDuration = 60_000,
    stalledInterval = 15_000,
    maxStalledCount = 3,
  } = options;
  const { onError = () => {} } = options;
  if (leaf !== undefined) checkFunction("leaf", leaf);
  if (store !== undefined) checkStore(store);
  checkFunction("onError", onError);
  checkSize("concurrency", concurrency, 1);
  checkSize("maxStalledCount", maxStalledCount);
  checkPositive("lockDuration", lockDuration);
  checkPositive("stalledInterval", stalledInterval);
  const bull = await bullmq();
  const link = await connect(place);
  const jobs = new Jobs(lw, bull, link, place, { leaf, store });
  const worker = new bull.Worker(place.queue, (job) => jobs.run(job), {
    connection: link.client,
    prefix: place.prefix,
    concurrency,
    lockDuration,
    stalledInterval,
    maxStalledCount,
  });
  worker.on("error", onError);
  let end: (() => void) | undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const closed = Promise.race([ended, link.lost]).catch((error) => {
    worker.close(true).catch(() => {});
    link.close();
    throw error;
  });
  closed.catch(() => {}); // a worker that nobody waits for does not end the process
  const { prefix, queue } = place;
  const close = async () => {
    await worker.close();
    // Workers that listen make these anew, and a run that is under way clears them itself.
    if (link.ready() && !(await link.client.exists(runKey(prefix, queue))))
      await link.client.unlink(`${prefix}:${queue}:meta`, `${prefix}:${queue}:stalled-check`);
    link.close();
    end?.();
  };
  try {
    await Promise.race([worker.waitUntilReady(), link.lost]);
  } catch (error) {
    link.close();
    throw error;
  }
  return { closed, close };
}

class Jobs {
  readonly #lw: Instance;
  readonly #bull: BullMq;
  readonly #link: Link;
  readonly #place: Required<QueueOptions>;
  readonly #leaf: ((task: never) => Dictionary | Promise<Dictionary>) | undefined;
  readonly #own: DictionaryStore | undefined;

  constructor(
    lw: Instance,
    bull: BullMq,
    link: Link,
    place: Required<QueueOptions>,
    { leaf, store }: { leaf: SqueakWorkerOptions["leaf"]; store: DictionaryStore | undefined },
  ) {
    [this.#lw, this.#bull, this.#link, this.#place, this.#leaf, this.#own] = [lw, bull, link, place, leaf, store];
  }

  /** The result of a job; errors carry their names, as only messages travel. */
  async run(job: Job): Promise<Parcel> {
    const data = job.data as JobData;
    try {
      await this.#checkAlive(data);
      return job.name === "leaf" ? await this.#leafOf(data) : await this.#merge(job, data);
    } catch (error) {
      if (error instanceof this.#bull.UnrecoverableError) throw error;
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      throw Object.assign(new Error(name === "Error" ? message : `${name}: ${message}`), { cause: error });
    }
  }

  /** A run that was abandoned is not worked for. */
  async #checkAlive({ run }: JobData): Promise<void> {
    const { prefix, queue } = this.#place;
    if ((await this.#link.client.get(runKey(prefix, queue))) !== run)
      throw new this.#bull.UnrecoverableError("its run is over");
  }

  #store({ ownStore }: JobData): DictionaryStore {
    if (!ownStore) return redisStore(this.#link.client, this.#place.prefix, this.#place.queue);
    if (this.#own) return this.#own;
    throw new this.#bull.UnrecoverableError("the run has a store of its own: give the worker the same");
  }

  async #leafOf(data: JobData): Promise<Parcel> {
    if (data.parcel) return data.parcel;
    if (!this.#leaf) throw new this.#bull.UnrecoverableError('the leaf is a task: give the worker a function "leaf"');
    return this.#parcel(data, await this.#leaf(data.task as never));
  }

  async #merge(job: Job, data: JobData): Promise<Parcel> {
    const { level, index, seed = "0", maxDict = 0xffffffff } = data;
    const store = this.#store(data);
    const parcels = Object.values(await job.getChildrenValues()) as Parcel[];
    parcels.sort((a, b) => a.first - b.first);
    const [a, b] = await Promise.all(parcels.map((parcel) => unwrap(store, parcel)));
    return this.#parcel(
      data,
      this.#merged(a as Dictionary, b as Dictionary, { level, index, seed: BigInt(seed), maxDict }),
    );
  }

  /** The outcome depends on the two alone: what cannot be merged now cannot be merged later. */
  #merged(a: Dictionary, b: Dictionary, options: Parameters<typeof mergeDictionaries>[3]): Dictionary {
    try {
      return this.#lw.scope(() => mergeDictionaries(this.#lw, a, b, options));
    } catch (error) {
      const { name, message } = error as Error;
      if (error instanceof RangeError || error instanceof TypeError)
        throw new this.#bull.UnrecoverableError(`${name}: ${message}`);
      throw error;
    }
  }

  /** What was put for a run that ended meanwhile is taken back: whoever clears up may have passed already. */
  async #parcel(data: JobData, dictionary: Dictionary): Promise<Parcel> {
    const [store, node] = [this.#store(data), nodeOf(data.level, data.index)];
    const parcel = await wrap(store, this.#place.queue, data, { node, first: data.first }, dictionary);
    if (parcel.key === undefined) return parcel;
    try {
      await this.#checkAlive(data);
    } catch (error) {
      await store.delete(keyOf(this.#place.queue, data.run, node));
      throw error;
    }
    return parcel;
  }
}

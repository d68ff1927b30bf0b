/**
 * One run on a queue: claims it, follows the jobs by their events, and clears it.
 * @module
 */
import type { Dictionary } from "../methods/kernel-methods/squeak/dictionary.ts";
import { JobFailedError, QueueBusyError } from "./errors.ts";
import type { Link, QueueOptions } from "./link.ts";
import { type DictionaryStore, type JobData, keyOf, nodeOf, type Parcel, runKey, unwrap } from "./parcel.ts";
import type { BullMq, FlowJob, Queue } from "./peers.ts";
import type { DistributedProgress } from "./run.ts";

/** Milliseconds for which a run that says nothing is held to be alive; it says so four times as often. */
const ALIVE = 60_000;

/** What is under way, and who wants to know. @internal */
interface Watch {
  readonly leaves: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: DistributedProgress) => void) | undefined;
}

/** One run. @internal */
export class Run {
  /** Part of the name of each job and key. */
  readonly id = crypto.randomUUID();
  readonly #bull: BullMq;
  readonly #link: Link;
  readonly #place: Required<QueueOptions>;
  readonly #ownStore: DictionaryStore | undefined;
  readonly #watch: Watch;
  readonly #children = new Map<string, string[]>();
  readonly #parcels = new Map<string, Parcel>();
  readonly #closers: (() => Promise<unknown> | undefined)[] = [];
  readonly #failure: Promise<never>;
  #fail: (reason: unknown) => void = () => {};
  #queue: Queue | undefined;
  #stalled = 0;

  constructor(
    bull: BullMq,
    link: Link,
    place: Required<QueueOptions>,
    ownStore: DictionaryStore | undefined,
    watch: Watch,
  ) {
    [this.#bull, this.#link, this.#place, this.#ownStore, this.#watch] = [bull, link, place, ownStore, watch];
    this.#failure = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    this.#failure.catch(() => {});
    link.lost.catch(this.#fail);
    const { signal } = watch;
    const abort = () => this.#fail(signal?.reason);
    signal?.addEventListener("abort", abort);
    this.#closers.push(async () => signal?.removeEventListener("abort", abort));
    if (signal?.aborted) abort();
  }

  /** The name of the job of a node. */
  jobId(node: string): string {
    return `${this.id}-${node}`;
  }

  /** Claims the queue, has the flow done, and takes the dictionary of its root. */
  over(flow: () => Promise<FlowJob>, store: DictionaryStore): Promise<Dictionary> {
    const all = async (): Promise<Dictionary> => {
      await this.#claim();
      const root = await flow();
      this.#note(root);
      const parcel = this.#finished(root, store);
      parcel.catch(() => {});
      await this.#add(root);
      return unwrap(store, await parcel);
    };
    return Promise.race([all(), this.#failure]);
  }

  async #claim(): Promise<void> {
    const { client } = this.#link;
    const { prefix, queue } = this.#place;
    const key = runKey(prefix, queue);
    if (!(await client.set(key, this.id, "PX", ALIVE, "NX"))) throw new QueueBusyError(queue);
    this.#queue = new this.#bull.Queue(queue, { connection: client, prefix, skipMetasUpdate: true });
    this.#queue.on("error", () => {}); // the link says when a connection is lost
    const say = async () => {
      if ((await client.get(key)) === this.id) await client.pexpire(key, ALIVE);
      else this.#fail(new QueueBusyError(queue));
    };
    const beat = setInterval(() => say().catch(() => {}), ALIVE / 4);
    this.#closers.push(
      async () => clearInterval(beat),
      () => this.#queue?.close(),
    );
    // What a run left that ended with its process.
    if (await client.exists(`${prefix}:${queue}:meta`, `${prefix}:${queue}:events`)) await this.#clear();
  }

  /** Who is whose child. */
  #note(job: FlowJob): string {
    const { level, index } = job.data as JobData;
    const node = nodeOf(level, index);
    this.#children.set(
      node,
      (job.children ?? []).map((child) => this.#note(child)),
    );
    return node;
  }

  async #add(root: FlowJob): Promise<void> {
    const producer = new this.#bull.FlowProducer({ connection: this.#link.client, prefix: this.#place.prefix });
    producer.on("error", () => {});
    this.#closers.push(() => producer.close());
    await producer.add(root);
  }

  /** Follows the events from the first on; those that were heard are trimmed, as they carry dictionaries. */
  #finished(root: FlowJob, store: DictionaryStore): Promise<Parcel> {
    const { client } = this.#link;
    const { prefix, queue } = this.#place;
    const { level, index } = root.data as JobData;
    const last = nodeOf(level, index);
    const events = new this.#bull.QueueEvents(queue, { connection: client, prefix, lastEventId: "0" });
    events.on("error", () => {});
    this.#closers.push(() => events.close());
    events.on("stalled", () => {
      this.#stalled++;
      this.#tell();
    });
    events.on("failed", ({ jobId, failedReason }: { jobId: string; failedReason: string }) =>
      this.#failed(jobId, failedReason).catch(this.#fail),
    );
    return new Promise((resolve) => {
      events.on("completed", ({ jobId, returnvalue }: { jobId: string; returnvalue: Parcel }, id: string) => {
        const node = jobId.slice(this.id.length + 1);
        if (!jobId.startsWith(this.id) || this.#parcels.has(node)) return;
        this.#parcels.set(node, returnvalue);
        client.xtrim(`${prefix}:${queue}:events`, "MINID", id).catch(() => {}); // before Redis 6.2 it stays
        for (const child of this.#children.get(node) ?? []) this.#release(store, child);
        this.#tell();
        if (node === last) resolve(returnvalue);
      });
    });
  }

  #tell(): void {
    const [done, total] = [this.#parcels.size, this.#children.size];
    try {
      this.#watch.onProgress?.({ residual: 1 - done / total, done, total, stalled: this.#stalled });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** A dictionary that has been merged is needed no more. */
  #release(store: DictionaryStore, node: string): void {
    const parcel = this.#parcels.get(node);
    if (parcel?.key === undefined) return;
    store.delete(parcel.key).then(() => this.#parcels.set(node, { node, first: parcel.first }), this.#fail);
  }

  async #failed(jobId: string, reason: string): Promise<void> {
    const job = await this.#queue?.getJob(jobId);
    const [kind, level, index] = jobId.slice(this.id.length + 1).split("-");
    const attempts = Math.max(1, job?.attemptsMade ?? 1);
    this.#fail(
      kind === "leaf"
        ? new JobFailedError("leaf", 0, Number(level), attempts, reason)
        : new JobFailedError("merge", Number(level), Number(index), attempts, reason),
    );
  }

  /** Clears the queue and the store, as far as they can be reached: the run has its outcome, which no failure here may hide. */
  async end(): Promise<void> {
    const { client, lost, ready } = this.#link;
    const key = runKey(this.#place.prefix, this.#place.queue);
    const clear = async () => {
      await client.set(key, "ended", "PX", ALIVE); // workers see that they need not go on, other runs that it is not yet free
      await this.#clear();
      await client.unlink(key);
    };
    if (this.#queue && ready()) await Promise.race([clear(), lost]).catch(() => {});
    await this.#forget();
    // Closing may wait for a connection that does not come back.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const enough = new Promise((resolve) => {
      timer = setTimeout(resolve, 1000);
    });
    await Promise.race([Promise.allSettled(this.#closers.map((close) => close())), enough]);
    clearTimeout(timer);
  }

  /** Every key of the queue but the claim. */
  async #clear(): Promise<void> {
    const { client } = this.#link;
    const { prefix, queue } = this.#place;
    await this.#queue?.obliterate({ force: true });
    const claim = runKey(prefix, queue);
    let cursor = "0";
    do {
      const [next, found] = await client.scan(cursor, "MATCH", `${prefix}:${queue}:*`, "COUNT", 1000);
      const keys = found.filter((name) => name !== claim);
      if (keys.length > 0) await client.unlink(...keys);
      cursor = next;
    } while (cursor !== "0");
  }

  /** What may be in the user's store; of a node whose job did not end it is not known. */
  async #forget(): Promise<void> {
    const store = this.#ownStore;
    if (!store || !this.#queue) return;
    const leaves = Array.from({ length: this.#watch.leaves }, (_, i) => nodeOf(0, i));
    const nodes = new Set([...leaves, ...this.#children.keys()]);
    for (const node of nodes) {
      const parcel = this.#parcels.get(node);
      if (!parcel || parcel.key !== undefined)
        await Promise.resolve(store.delete(keyOf(this.#place.queue, this.id, node))).catch(() => {});
    }
  }
}

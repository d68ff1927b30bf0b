/**
 * SQUEAK's tree of merges on many processes or machines: BullMQ carries the jobs, Redis or Valkey holds them.
 * @module
 */
export { JobFailedError, MissingPeerError, QueueBusyError, RedisUnavailableError } from "./errors.ts";
export type { QueueOptions, RedisConnection, RedisLike } from "./link.ts";
export type { DictionaryStore } from "./parcel.ts";
export {
  type DistributedOptions,
  type DistributedProgress,
  distributedDisqueak,
  distributedMergeTree,
  type LeafTask,
} from "./run.ts";
export { type SqueakWorker, type SqueakWorkerOptions, squeakWorker } from "./worker.ts";

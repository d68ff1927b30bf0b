/**
 * How dictionaries travel: small ones within the job, large ones by reference.
 * @module
 */
import { checkFunction, checkOptions } from "../core/check.ts";
import type { Dictionary } from "../methods/kernel-methods/squeak/dictionary.ts";
import { loadDictionary, saveDictionary } from "../methods/kernel-methods/squeak/saved.ts";
import type { RedisClient } from "./peers.ts";

/** Where large dictionaries wait to be merged, if not in Redis: a folder that all share, or a bucket. */
export interface DictionaryStore {
  /** Keeps the bytes under a key, in place of what was there. Keys are made of letters, digits and `/._-`. */
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<unknown>;
  /** The bytes, undefined where there are none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Forgets them; a key that is not there is no error. */
  delete(key: string): Promise<unknown>;
}

/** A dictionary on its way. @internal */
export interface Parcel {
  /** The node it is the result of, "leaf-0" or "merge-1-0". */
  readonly node: string;
  /** The first leaf that is in it: of two to be merged the lower one comes first. */
  readonly first: number;
  /** In base64, where it is small. */
  readonly bytes?: string;
  /** Where it is in the store. */
  readonly key?: string;
}

/** What the jobs of a run share. @internal */
export interface RunData {
  readonly run: string;
  /** From so many bytes on dictionaries go by reference. */
  readonly inlineLimit: number;
  /** Whether the store is the user's. */
  readonly ownStore: boolean;
}

/** The data of a job. @internal */
export interface JobData extends RunData {
  readonly level: number;
  readonly index: number;
  readonly first: number;
  /** Of a merge: the seed, in decimal. */
  readonly seed?: string;
  readonly maxDict?: number;
  /** Of a leaf: the dictionary, or what the worker is to make one of. */
  readonly parcel?: Parcel;
  readonly task?: unknown;
}

/** The name of a node. @internal */
export const nodeOf = (level: number, index: number): string =>
  level === 0 ? `leaf-${index}` : `merge-${level}-${index}`;

/** The key that says which run has a queue. @internal */
export const runKey = (prefix: string, queue: string): string => `${prefix}:${queue}:lanewise-run`;

/** Where a dictionary of a run is. @internal */
export const keyOf = (queue: string, run: string, node: string): string => `${queue}/${run}/${node}`;

/** Checks a user's store. @internal */
export function checkStore(store: unknown): asserts store is DictionaryStore {
  checkOptions("store", store);
  const { put, get, delete: remove } = store as DictionaryStore;
  checkFunction("store.put", put);
  checkFunction("store.get", get);
  checkFunction("store.delete", remove);
}

/** For how long Redis keeps a dictionary that nobody fetched or cleared: a day. */
const EXPIRY = 86_400_000;

/** A store within Redis. @internal */
export function redisStore(client: RedisClient, prefix: string, queue: string): DictionaryStore {
  const name = (key: string) => `${prefix}:${queue}:${key}`;
  return {
    put: (key, { buffer, byteOffset, byteLength }) =>
      client.set(name(key), Buffer.from(buffer, byteOffset, byteLength), "PX", EXPIRY),
    get: async (key) => (await client.getBuffer(name(key))) ?? undefined,
    delete: (key) => client.unlink(name(key)),
  };
}

/** Puts a dictionary into a parcel. @internal */
export async function wrap(
  store: DictionaryStore,
  queue: string,
  { run, inlineLimit }: RunData,
  at: Pick<Parcel, "node" | "first">,
  dictionary: Dictionary,
): Promise<Parcel> {
  const buffer = saveDictionary(dictionary);
  const { node, first } = at;
  if (buffer.byteLength <= inlineLimit) return { node, first, bytes: Buffer.from(buffer).toString("base64") };
  const key = keyOf(queue, run, node);
  await store.put(key, new Uint8Array(buffer));
  return { node, first, key };
}

/** Takes it out again. */
export async function unwrap(store: DictionaryStore, { node, bytes, key = "" }: Parcel): Promise<Dictionary> {
  if (bytes !== undefined) return loadDictionary(Buffer.from(bytes, "base64"));
  const found = await store.get(key);
  if (!found) throw new Error(`the dictionary of ${node} is not in the store, under ${key}`);
  return loadDictionary(found);
}

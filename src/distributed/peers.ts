/**
 * What is used of BullMQ and ioredis, which users install beside this package, and how they are found.
 * @module
 */
import { MissingPeerError } from "./errors.ts";

/** A client of ioredis, as far as it is used here. @internal */
export interface RedisClient {
  readonly status: string;
  readonly options: { host?: string; port?: number; path?: string };
  on(event: string, listener: (...args: never[]) => void): unknown;
  duplicate(options?: object): RedisClient;
  disconnect(): void;
  set(key: string, value: string | Uint8Array, ...options: (string | number)[]): Promise<string | null>;
  get(key: string): Promise<string | null>;
  getBuffer(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  exists(...keys: string[]): Promise<number>;
  pexpire(key: string, milliseconds: number): Promise<number>;
  unlink(...keys: string[]): Promise<number>;
  scan(cursor: string, ...options: (string | number)[]): Promise<[cursor: string, keys: string[]]>;
  xtrim(key: string, ...options: string[]): Promise<number>;
}

/** A node of a flow: its children come first. @internal */
export interface FlowJob {
  readonly name: string;
  readonly queueName: string;
  readonly data: unknown;
  readonly opts: object;
  readonly children?: FlowJob[];
}

/** A job of BullMQ. @internal */
export interface Job {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  readonly attemptsMade: number;
  getChildrenValues(): Promise<Record<string, unknown>>;
}

/** What all its classes have. */
interface Connected {
  on(event: string, listener: (...args: never[]) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
}

/** A queue of BullMQ. @internal */
export interface Queue extends Connected {
  getJob(id: string): Promise<Job | undefined>;
  obliterate(options: { force: boolean }): Promise<void>;
}

/** BullMQ. @internal */
export interface BullMq {
  readonly Queue: new (name: string, options: object) => Queue;
  readonly FlowProducer: new (options: object) => Connected & { add(flow: FlowJob): Promise<unknown> };
  readonly QueueEvents: new (name: string, options: object) => Connected;
  readonly Worker: new (name: string, processor: (job: Job) => Promise<unknown>, options: object) => Connected;
  readonly UnrecoverableError: new (message: string) => Error;
}

/** ioredis. @internal */
export interface IoRedis {
  readonly Redis: new (...options: (string | object)[]) => RedisClient;
}

/** A package, or an error that says what to install. */
async function peer<P>(name: string, load: () => Promise<P>): Promise<P> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    const missing =
      /MODULE_NOT_FOUND$/.test(code ?? "") || /Cannot find (module|package)|Could not resolve/i.test(message ?? "");
    if (missing && message?.includes(name)) throw new MissingPeerError(name, { cause: error });
    throw error;
  }
}

/** @internal @throws MissingPeerError */
export const bullmq = (): Promise<BullMq> => peer("bullmq", () => import("bullmq"));

/** @internal @throws MissingPeerError */
export const ioredis = (): Promise<IoRedis> => peer("ioredis", () => import("ioredis"));

/**
 * A connection to Redis or Valkey that says when it has been gone for too long.
 * @module
 */
import { checkNonNegative, checkOptions, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { RedisUnavailableError } from "./errors.ts";
import { ioredis, type RedisClient } from "./peers.ts";

/** A client of ioredis, as far as it is asked. */
export interface RedisLike {
  /** Another client with some other options. */
  duplicate(options?: object): unknown;
}

/** The address of a server as redis://..., the options of ioredis, or a client of ioredis, which is duplicated. */
export type RedisConnection = string | { [option: string]: unknown } | RedisLike;

/** Where the jobs of a run are: the same for the run and for its workers. */
export interface QueueOptions {
  /** Default: 127.0.0.1, port 6379. */
  connection?: RedisConnection;
  /** Name of the queue: letters, digits and `_.-`. One run at a time. Default "lanewise". */
  queue?: string;
  /** What every key begins with, letters, digits and `_.-{}`. Default "lanewise". */
  prefix?: string;
  /** Milliseconds without a connection before it is a RedisUnavailableError; Infinity: never. Default 10,000. */
  patience?: number;
}

/** A connection under watch. @internal */
export interface Link {
  readonly client: RedisClient;
  /** Rejects with a RedisUnavailableError, or never settles. */
  readonly lost: Promise<never>;
  /** Whether it can be used now. */
  readonly ready: () => boolean;
  readonly close: () => void;
}

/** Checks, and fills in what was left out. @internal */
export function queueOf(options: QueueOptions): Required<QueueOptions> {
  checkOptions("options", options);
  const { connection = {}, queue = "lanewise", prefix = "lanewise", patience = 10_000 } = options;
  if (typeof connection !== "string") checkOptions("connection", connection);
  for (const [name, value, pattern] of [
    ["queue", queue, /^[\w.-]+$/],
    ["prefix", prefix, /^[\w.{}-]+$/],
  ] as const) {
    if (typeof value !== "string") throw new ArgumentTypeError(name, "a string", describe(value));
    if (!pattern.test(value)) throw new ArgumentRangeError(name, `a name that matches ${pattern}`, describe(value));
  }
  if (patience !== Number.POSITIVE_INFINITY) checkNonNegative("patience", patience);
  return { connection, queue, prefix, patience };
}

/** What ioredis is told besides: BullMQ wants commands to wait for a connection; how long is ours to say. */
const SETTINGS = { maxRetriesPerRequest: null, retryStrategy: (times: number) => Math.min(50 * times, 1000) };

async function open(connection: RedisConnection): Promise<RedisClient> {
  if (typeof connection !== "string" && "duplicate" in connection && typeof connection.duplicate === "function")
    return connection.duplicate(SETTINGS) as RedisClient;
  const { Redis } = await ioredis();
  return typeof connection === "string"
    ? new Redis(connection, SETTINGS)
    : new Redis({ ...(connection as object), ...SETTINGS });
}

/** Connects. @internal @throws RedisUnavailableError, MissingPeerError */
export async function connect({ connection = {}, patience = 10_000 }: QueueOptions): Promise<Link> {
  const client = await open(connection);
  const { host, port, path } = client.options;
  const address = path ?? `${host ?? "127.0.0.1"}:${port ?? 6379}`;
  let cause: unknown;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let giveUp: (error: Error) => void = () => {};
  const lost = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  lost.catch(() => {}); // whoever waits for it hears of it
  const gone = () => {
    if (closed || patience === Number.POSITIVE_INFINITY) return;
    timer ??= setTimeout(() => giveUp(new RedisUnavailableError(address, patience, { cause })), patience);
  };
  const close = () => {
    closed = true;
    clearTimeout(timer);
    client.disconnect();
  };
  client.on("error", (error: Error) => {
    cause = error;
  });
  client.on("close", gone);
  const ready = new Promise<void>((resolve) => {
    client.on("ready", () => {
      clearTimeout(timer);
      timer = undefined;
      resolve();
    });
    if (client.status === "ready") resolve();
  });
  if (client.status !== "ready") gone();
  try {
    await Promise.race([ready, lost]);
  } catch (error) {
    close();
    throw error;
  }
  return { client, lost, ready: () => client.status === "ready", close };
}

// lanewise/distributed where neither Redis nor its packages are: arguments, the missing peers, and who imports it.
import { describe, expect, test } from "vitest";
import {
  type DistributedOptions,
  distributedDisqueak,
  distributedMergeTree,
  JobFailedError,
  QueueBusyError,
  RedisUnavailableError,
  type SqueakWorkerOptions,
  squeakWorker,
} from "../../src/distributed/index.ts";
import { dictionaryLeaves } from "../../src/methods/kernel-methods/index.ts";
import { checkFault, type Fault } from "../faults.ts";
import { lw } from "../instance.ts";
import { files, imports } from "../tree.ts";

const X = lw.matrix(4, 1, [1, 2, 3, 4]);
const [leaf] = dictionaryLeaves(X, { gamma: 1 });
const rejected = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail("nothing was thrown"),
    (error) => error as Error,
  );

describe("bad arguments", () => {
  const shared: [string, Fault, unknown][] = [
    ["queue", "ArgumentTypeError", 3],
    ["queue", "ArgumentRangeError", "a:b"],
    ["queue", "ArgumentRangeError", ""],
    ["prefix", "ArgumentRangeError", "a*"],
    ["patience", "ArgumentRangeError", -1],
    ["connection", "ArgumentTypeError", 6379],
  ];
  test.each([
    ...shared,
    ["seed", "ArgumentRangeError", 0.5],
    ["maxDict", "ArgumentRangeError", 0],
    ["attempts", "ArgumentRangeError", 0],
    ["backoff", "ArgumentRangeError", -1],
    ["inlineLimit", "ArgumentRangeError", -1],
    ["store", "ArgumentTypeError", 1],
    ["signal", "ArgumentTypeError", {}],
    ["onProgress", "ArgumentTypeError", "done"],
  ] as [string, Fault, unknown][])("of a run: %s, %s", async (name, fault, value) => {
    const options = { [name]: value } as DistributedOptions;
    checkFault(await rejected(distributedMergeTree([leaf!], options)), fault, name);
  });

  test.each([
    ...shared,
    ["leaf", "ArgumentTypeError", {}],
    ["concurrency", "ArgumentRangeError", 0],
    ["lockDuration", "ArgumentRangeError", 0],
    ["stalledInterval", "ArgumentRangeError", 0],
    ["maxStalledCount", "ArgumentRangeError", -1],
    ["onError", "ArgumentTypeError", 1],
  ] as [string, Fault, unknown][])("of a worker: %s, %s", async (name, fault, value) => {
    checkFault(await rejected(squeakWorker(lw, { [name]: value } as SqueakWorkerOptions)), fault, name);
  });

  test("a store lacks a function", async () => {
    const store = { put: async () => {}, get: async () => undefined } as never;
    checkFault(await rejected(distributedMergeTree([leaf!], { store })), "ArgumentTypeError", "store.delete");
  });

  test("leaves that are none, or not", async () => {
    checkFault(await rejected(distributedMergeTree([])), "ArgumentRangeError", "leaves");
    checkFault(await rejected(distributedMergeTree(leaf as never)), "ArgumentTypeError", "leaves");
    checkFault(await rejected(distributedMergeTree([leaf!, 3 as never])), "ArgumentTypeError", "leaves[1]");
    const none = lw.matrix(0, 1, []);
    checkFault(await rejected(distributedDisqueak(none, { gamma: 1 })), "ArgumentRangeError", "X");
    none.dispose();
    checkFault(await rejected(distributedDisqueak([] as never, { gamma: 1 })), "ArgumentTypeError", "X");
    checkFault(await rejected(squeakWorker({} as never)), "ArgumentTypeError", "lw");
  });

  test("a signal that was aborted before", async () => {
    const reason = new Error("enough");
    expect(await rejected(distributedMergeTree([leaf!], { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });
});

describe("peers", () => {
  test("that are not installed are named, with what to do", async () => {
    for (const begin of [() => distributedMergeTree([leaf!]), () => squeakWorker(lw)])
      expect(await rejected(begin())).toMatchObject({
        name: "MissingPeerError",
        peer: "bullmq",
        message: expect.stringContaining("npm install bullmq ioredis"),
      });
  });

  test("are asked for nowhere but here, and nothing else imports this part", () => {
    const reach = new Set<string>();
    const visit = (file: string): void => {
      if (reach.has(file) || !file.startsWith("src/")) return;
      reach.add(file);
      for (const next of imports(file)) visit(next);
    };
    const entries = files("src", ".ts").filter((file) =>
      /^src\/(index|entry\/\w+|\w+\/index|methods\/.*index|cli\/main)\.ts$/.test(file),
    );
    for (const file of entries) if (!file.startsWith("src/distributed/")) visit(file);
    expect(reach.size).toBeGreaterThan(200);
    expect([...reach].filter((file) => file.startsWith("src/distributed/"))).toEqual([]);
    reach.clear();
    visit("src/distributed/index.ts");
    const named = [...reach].flatMap((file) => imports(file).filter((to) => /^(bullmq|ioredis)$/.test(to)));
    expect(named.sort()).toEqual(["bullmq", "ioredis"]);
  });
});

test("errors say what happened, and carry it as data", () => {
  const cause = new Error("connect ECONNREFUSED");
  const errors = [
    new JobFailedError("leaf", 0, 3, 1, "TypeError: none"),
    new JobFailedError("merge", 2, 1, 3, "gone"),
    new QueueBusyError("readings"),
    new RedisUnavailableError("127.0.0.1:6379", 500, { cause }),
  ];
  expect(errors.map(({ name, message }) => `${name}: ${message}`)).toEqual([
    "JobFailedError: leaf 3 failed after 1 attempt: TypeError: none",
    "JobFailedError: merge 1 of level 2 failed after 3 attempts: gone",
    'QueueBusyError: the queue "readings" has a run under way: wait for its end, or give this run another queue',
    "RedisUnavailableError: no connection to Redis at 127.0.0.1:6379 for 500 ms: connect ECONNREFUSED",
  ]);
  expect(errors[0]).toMatchObject({ kind: "leaf", level: 0, index: 3, attempts: 1, reason: "TypeError: none" });
  expect(errors[3]?.cause).toBe(cause);
});

// Leaves that throw, workers that are killed, runs that are called off or lost.
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Check, expect, thrown } from "../hosts/checks.ts";
import { type Lab, same, until } from "./lab.ts";

/** Whether a promise rejected with the very thing. */
async function rejectedWith(reason: unknown, promise: Promise<unknown>): Promise<void> {
  const got = await promise.then(
    () => "nothing",
    (error) => error,
  );
  expect(got === reason, `expected to be rejected with ${reason}, got ${got}`);
}

export async function recovery(lab: Lab): Promise<Check[]> {
  const { distributedMergeTree } = lab.modules;
  const { folder } = lab.project;
  const holder = (name: string) => Number(readFileSync(join(folder, name), "utf8"));
  const store = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path);
    return path;
  };
  const held = store("held");
  const aborted = store("aborted");
  return [
    await lab.check("a leaf that throws twice is tried a third time", { count: 2 }, async (place) => {
      const tasks = [lab.task(0), lab.task(1, { throws: 2 }), lab.task(2)];
      const leaves = tasks.map(({ leaf }) => leaf);
      same(
        await distributedMergeTree(leaves, { ...place, backoff: 20 }),
        await lab.tree(tasks.map(({ made }) => made)),
      );
    }),

    await lab.check("a leaf that always throws ends the run by name", { count: 2 }, async (place) => {
      const leaves = [lab.task(0), lab.task(1, { throws: 9 }), lab.task(2)].map(({ leaf }) => leaf);
      const options = { ...place, backoff: 20, attempts: 2, inlineLimit: 0 };
      const error = await thrown("JobFailedError", () => distributedMergeTree(leaves, options));
      const { kind, level, index, attempts, reason } = error;
      expect(kind === "leaf" && level === 0 && index === 1 && attempts === 2, `${error}`);
      expect(reason === "RangeError: no data, time 1", `${reason}`);
    }),

    await lab.check(
      "a leaf of a worker killed in the middle is taken up by another",
      { count: 2 },
      async (place, workers) => {
        const tasks = Array.from({ length: 4 }, (_, i) => lab.task(i, i === 2 ? { hang: "held-leaf" } : {}));
        let stalled = 0;
        const run = distributedMergeTree(
          tasks.map(({ leaf }) => leaf),
          { ...place, onProgress: (progress) => (stalled = progress.stalled) },
        );
        run.catch(() => {});
        await until("a worker has the leaf", () => existsSync(join(folder, "held-leaf")));
        const pid = holder("held-leaf");
        await workers.find(({ process }) => process.pid === pid)!.end("SIGKILL");
        same(await run, await lab.tree(tasks.map(({ made }) => made)));
        expect(stalled === 1, `${stalled} jobs were taken up again`);
      },
    ),

    await lab.check(
      "so is a merge, its dictionaries in the user's store",
      { count: 2, store: { folder: held, hang: "held-merge" } },
      async (place, workers) => {
        const tasks = Array.from({ length: 4 }, (_, i) => lab.task(i));
        const none = { put: async () => {}, get: async () => undefined, delete: async () => {} };
        const { rmSync } = await import("node:fs");
        const path = (key: string) => join(held, key.replaceAll("/", "!"));
        const run = distributedMergeTree(
          tasks.map(({ leaf }) => leaf),
          {
            ...place,
            inlineLimit: 0,
            store: {
              ...none,
              get: async (key) => readFileSync(path(key)),
              delete: async (key) => rmSync(path(key), { force: true }),
            },
          },
        );
        run.catch(() => {});
        await until("a worker has the merge", () => existsSync(join(folder, "held-merge")));
        const pid = holder("held-merge");
        await workers.find(({ process }) => process.pid === pid)!.end("SIGKILL");
        same(await run, await lab.tree(tasks.map(({ made }) => made)));
        expect(readdirSync(held).length === 0, `left in the store: ${readdirSync(held)}`);
      },
    ),

    await lab.check(
      "a run that is called off ends with the reason, with jobs under way and dictionaries in the user's store",
      { count: 2, store: { folder: aborted } },
      async (place, workers) => {
        const { rmSync } = await import("node:fs");
        const path = (key: string) => join(aborted, key.replaceAll("/", "!"));
        const controller = new AbortController();
        const reason = new Error("enough");
        const leaves = Array.from({ length: 6 }, (_, i) => lab.task(i, i > 1 ? { slow: 500 } : {}).leaf);
        const options = {
          ...place,
          inlineLimit: 0,
          store: {
            put: async () => {},
            get: async () => undefined,
            delete: async (key: string) => rmSync(path(key), { force: true }),
          },
          signal: controller.signal,
        };
        const run = rejectedWith(reason, distributedMergeTree(leaves, options));
        // Each worker has a slow leaf, the two others being done.
        const began = () =>
          readdirSync(folder).filter((name) => name.startsWith(place.queue) && name.endsWith("-began"));
        await until("two slow leaves have begun", () => began().length === 2);
        controller.abort(reason);
        await run;
        await rejectedWith(reason, distributedMergeTree(leaves, options)); // before it begins
        // What the workers have in hand they take back from the store, and find that their jobs are gone.
        await until("both workers are told", () =>
          workers.every(({ printed }) => /^told: Missing key for job/m.test(printed())),
        );
        expect(readdirSync(aborted).length === 0, `left in the store: ${readdirSync(aborted)}`);
        // The workers are there for the next run.
        const next = lab.task(7);
        same(await distributedMergeTree([next.leaf], { ...place, store: { ...options.store } }), next.made);
      },
    ),

    await lab.check("an error of onProgress is that of the run", { count: 1 }, async (place) => {
      const reason = new Error("mine");
      const onProgress = () => {
        throw reason;
      };
      await rejectedWith(reason, distributedMergeTree([lab.task(0).leaf, lab.task(1).leaf], { ...place, onProgress }));
    }),

    await lab.check(
      "a queue takes one run at a time, and what a lost run left is cleared by the next",
      { count: 1 },
      async (place) => {
        const slow = lab.task(0, { slow: 300 });
        const tasks = [lab.task(1), lab.task(2), lab.task(3)];
        const running = distributedMergeTree([slow.leaf], place);
        await until(
          "the run has the queue",
          async () => (await lab.redis.keys(`lanewise:${place.queue}:lanewise-run`)).length > 0,
        );
        const busy = await thrown("QueueBusyError", () => distributedMergeTree([slow.leaf], place));
        expect(busy.queue === place.queue, `${busy}`);
        same(await running, slow.made);
        // A run in a process of its own, which is killed with leaves waiting, jobs under way and dictionaries in Redis.
        const script = `import { distributedMergeTree } from "lanewise/distributed";
        const leaves = ${JSON.stringify([0, 1, 2, 3, 4].map((i) => lab.task(i + 10, { slow: 200 }).leaf))};
        await distributedMergeTree(leaves, { ...${JSON.stringify({ ...place, inlineLimit: 0 })}, onProgress: ({ done }) => console.log(done) });`;
        const lost = lab.project.start("--input-type=module", "--eval", script);
        await until("the run has got somewhere", () => /^2$/m.test(lost.printed()));
        await lost.end("SIGKILL");
        expect((await lab.redis.keys(`lanewise:${place.queue}:*`)).length > 3, "the lost run left nothing");
        await lab.redis.del(`lanewise:${place.queue}:lanewise-run`); // as a minute later
        const got = await distributedMergeTree(
          tasks.map(({ leaf }) => leaf),
          place,
        );
        same(got, await lab.tree(tasks.map(({ made }) => made)));
      },
    ),
  ];
}

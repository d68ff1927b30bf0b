// Redis is away: at the start, in the middle, for a moment.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Check, check, expect, thrown } from "../hosts/checks.ts";
import { root } from "../tree.ts";
import { type Lab, QUICK, same } from "./lab.ts";
import { freePort, startRedis } from "./redis.ts";

export async function outage(lab: Lab): Promise<Check[]> {
  const { distributedMergeTree, squeakWorker } = lab.modules;
  return [
    await check("packages that are not installed are named", async () => {
      const here = pathToFileURL(join(root, "dist/distributed/index.js")).href; // beside it there is no BullMQ
      const { distributedMergeTree } = (await import(here)) as typeof import("../../src/distributed/index.ts");
      const error = await thrown("MissingPeerError", () => distributedMergeTree([lab.task(0).made]));
      expect(error.peer === "bullmq" && /npm install bullmq ioredis/.test(`${error.message}`), `${error}`);
    }),

    await check("no Redis at the start is an error with its address, for the run and for a worker", async () => {
      const address = `127.0.0.1:${await freePort()}`;
      const options = { connection: `redis://${address}`, patience: 300 };
      for (const begin of [
        () => distributedMergeTree([lab.task(0).leaf], options),
        () => squeakWorker(lab.lw, options),
      ]) {
        const since = performance.now();
        const error = await thrown("RedisUnavailableError", begin);
        expect(error.address === address && error.patience === 300, `${error}`);
        expect(/ECONNREFUSED/.test(`${error.message}`), `${error.message}`);
        expect(performance.now() - since < 5000, "it took too long");
      }
    }),

    await check("Redis that goes away in the middle ends the run and the workers by name", async () => {
      const server = await startRedis(lab.project.folder);
      const place = { connection: server.address, queue: "lost", patience: 400 };
      try {
        const [worker] = await lab.project.workers(1, { options: { ...place, ...QUICK } });
        const leaves = [lab.task(0), lab.task(1, { slow: 3000 })].map(({ leaf }) => leaf);
        let kill: Promise<void> | undefined;
        const onProgress = () => {
          kill ??= server.kill();
        };
        const run = distributedMergeTree(leaves, { ...place, onProgress });
        const error = await thrown("RedisUnavailableError", () => run);
        expect(error.patience === 400, `${error}`);
        await kill;
        for (const end = performance.now() + 5000; performance.now() < end && worker!.process.exitCode === null; )
          await new Promise((resolve) => setTimeout(resolve, 50));
        expect(/^RedisUnavailableError$/m.test(worker!.printed()), `the worker said: ${worker!.printed()}`);
        expect(worker!.process.exitCode === 3, `the worker ended with ${worker!.process.exitCode}`);
      } finally {
        await server.kill();
      }
    }),

    await lab.check("a connection that is cut for a moment makes no difference", { count: 2 }, async (place) => {
      const tasks = Array.from({ length: 6 }, (_, i) => lab.task(i, { slow: 100 }));
      let cut = 0;
      const got = await distributedMergeTree(
        tasks.map(({ leaf }) => leaf),
        {
          ...place,
          onProgress: async () => {
            if (++cut % 3 === 1) await lab.redis.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
          },
        },
      );
      same(got, await lab.tree(tasks.map(({ made }) => made)));
      expect(cut > 3, `cut ${cut} times`);
    }),
  ];
}
